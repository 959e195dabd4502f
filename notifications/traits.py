"""What holds for every message of a kind: said once, in the kind's own `context.py`, and asked everywhere else.

A kind states a trait in one line, such as `is_digest = True`; what it does not state is as it stands here. Those that
hold for all letters to an account stand in `notifications.account_letter`.
`notifications.rendering` finds the traits of a kind (`traits`) and the kinds with a trait (`kinds_with`).
"""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import BaseModel


class OwnWordsIn(StrEnum):
    """Where a partnership may put its own words in place of ours."""

    ALL = "all"
    SUBJECT = "subject"
    NOTHING = "nothing"


class CountsAs(StrEnum):
    """What having had a message counts as, when a gate asks who was told."""

    SECOND_LETTER = "second letter"
    LOGISTICS = "the logistics"
    MEETING_REMINDER = "meeting reminder"
    CALL_NOTICE = "call notice"
    SAME_DAY_NOTE = "same-day note"


class Wants(StrEnum):
    """What a message wants of its reader: simulated people do it, each in their time."""

    ANSWERS = "answers to the questions of a gate"
    ROLE_SHEET = "the role sheet, read"
    CHAMPION = "a yes or no to standing for the launch"
    SIGNATURE = "a signature under the letter"
    COMING_TO_THE_LAUNCH = "whether they come to the launch"
    KEEPING_THE_DAY = "the day kept free; whether they come, where no letter follows to ask it"
    COMING_TO_THE_MEETING = "whether they come to the meeting it is about"
    NEXT_STEP = "the promised next step, done"
    SURVEY = "a survey, answered"
    SUMMARY = "the executive summary, sent"
    LOOK = "a look at the summary before it leaves"


class Traits(BaseModel):
    """A kind states in its `context.py` what differs from the usual, a line each, such as `is_digest = True`."""

    # Who writes, and to whom.
    from_the_owner: ClassVar[bool] = False
    """Comes from the relationship owner of the champion, by name; else from the convener."""
    goes_to_a_room: ClassVar[bool] = False
    """Posted to a channel that a team reads: no one person's wishes hold it up."""
    to_an_account: ClassVar[bool] = False
    """Goes to somebody who signs in, about that: it belongs to no partnership, and no playbook plans it."""
    asks_for_a_second_yes: ClassVar[bool] = False
    """Asks for the second yes to a waiver or a release, and is not needed once that is settled."""
    copied_to_assistant: ClassVar[bool] = False
    """Whoever keeps the reader's calendar gets a copy."""
    post_to_action_team: ClassVar[Literal["", "notice", "reminder", "question"]] = ""
    """What the post in the action team's channel beside it calls it; empty for none."""
    post_to_support_team: ClassVar[Literal["", "notice", "reminder", "question"]] = ""
    """The same for the support team's channel."""

    # When it may leave.
    is_one_off: ClassVar[bool] = False
    """Answers what somebody has just done, or must be known: no series to unsubscribe from in the header, always by mail,
    and not counted among the messages of a week."""
    must_be_known: ClassVar[bool] = False
    """Not held up by a pause: the reader asked for it, or would travel in vain without it."""
    answers_at_once: ClassVar[bool] = False
    """Answers what its reader has done this minute, so that it waits for no office hours."""
    is_digest: ClassVar[bool] = False
    """Withheld from those who want no digest; nobody is asked to call instead."""
    needs_news: ClassVar[bool] = False
    """Not written when it would say nothing that is new since the last one."""
    after_silence_of: ClassVar[int] = 0
    """Not written to whoever had a message within so many days: it is there so that they hear from us at all."""
    only_reminds_of_a_date: ClassVar[bool] = False
    """Not sent to whoever was invited a moment ago: they know the date."""
    asks: ClassVar[bool] = False
    """Asks an executive for much: while another partnership asked within a month, the convener decides."""
    follows_an_ask: ClassVar[bool] = False
    """Speaks of the ask, and so means nothing while that is held."""
    is_joint_letter: ClassVar[bool] = False
    """Stays here until enough champions have signed its words."""
    invites: ClassVar[bool] = False
    """Invites a guest to the launch: the letter whose signatures and waves are counted."""
    needs_the_hour: ClassVar[bool] = False
    """Has nothing to say before the launch has its day and hour."""

    # What it is about.
    about_a_meeting: ClassVar[bool] = False
    """About a meeting to come, so that it is kept true when that moves, and left unwritten once it has begun."""
    about_the_debrief: ClassVar[bool] = False
    """Its meeting is the partners' debrief, not the launch it is counted from."""
    calendar_method: ClassVar[Literal["", "REQUEST", "CONFIRM", "CANCEL"]] = ""
    """The calendar entry it carries: one that asks, one that stands as accepted, or one that is taken out.

    Reminders carry none: a second copy would ask for the answer again."""
    asks_about: ClassVar[Literal["", "its gate", "the first gate"]] = ""
    """Whose guiding questions it brings for the first time."""
    carries_role_sheets: ClassVar[bool] = False
    """Brings the role sheets the reader has not acknowledged."""
    asks_to_champion: ClassVar[bool] = False
    """With it somebody counts as asked to be a champion."""
    takes_own_sentence: ClassVar[bool] = False
    """Has room for a sentence by whoever lets it go, in `personal_words`."""
    is_summary: ClassVar[bool] = False
    """With it the executive summary is out."""
    asks_to_sign: ClassVar[bool] = False
    """Shows the joint letter, to be signed."""
    asks_to_call: ClassVar[bool] = False
    """Names people to phone."""
    wants: ClassVar[tuple[Wants, ...]] = ()
    """What its reader is to do; simulated readers do it."""
    counts_as: ClassVar[CountsAs | None] = None
    """What having had it counts as, when a gate asks who was told."""
    counted_as: ClassVar[tuple[str, str]] = ("", "")
    """What one and what several of them are called where letters are counted, if not by the name of the kind."""

    announces: ClassVar[tuple[str, ...]] = ()
    """Kinds of messages it says will follow. Its words ask `promise(kind)` first, and say so only where it is true."""

    # What becomes of it later.
    own_words: ClassVar[OwnWordsIn] = OwnWordsIn.ALL
    """What of it a partnership may put into its own words."""
    may_be_repeated: ClassVar[bool] = True
    """Whether it can be sent again, or changed before it leaves, by hand: a link that is good once cannot."""
    is_private: ClassVar[bool] = False
    """Carries a key: shown to nobody but its reader."""
    tells_of_a_move: ClassVar[bool] = False
    """News that a meeting has moved: outdated by the next."""
    says_to_wait: ClassVar[bool] = False
    """Answers a yes for which there is no place yet."""
    replies_to_an_answer: ClassVar[bool] = False
    """Says what became of an answer to an invitation, to whoever gave it."""
    keeps_its_words: ClassVar[bool] = False
    """Tells of one change, so that the next change does not put it into other words."""
    quotes_playbook: ClassVar[bool] = False
    """Brings sentences of the playbook: where the launch's has none of them in a language, it is written in English whole."""
    quotes_english: ClassVar[bool] = False
    """Brings what there is in English alone so far, such as news of the installation: it is written in English whole, whoever reads it."""
    said_by_the_letter: ClassVar[bool] = False
    """The invitation says it as well, so that whoever gets that late needs no second message."""
    called_when_late: ClassVar[bool] = False
    """Too important to be lost to a wrong address: where it comes too late, somebody calls."""
