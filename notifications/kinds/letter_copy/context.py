"""To a champion who has signed: the letter has left, a copy of it, and a calendar entry of their own."""

from typing import Self

from languages import Language
from notifications import samples, words_file
from notifications.context import Line, MeetingBrief, PersonBrief, Prose, ReplyLinks
from notifications.traits import CountsAs, Wants


class Context(ReplyLinks):
    """The sender is the convener."""

    wants = (Wants.COMING_TO_THE_LAUNCH,)
    is_joint_letter = True
    about_a_meeting = True
    copied_to_assistant = True
    calendar_method = "REQUEST"
    counts_as = CountsAs.SECOND_LETTER

    meeting: MeetingBrief
    letter: Prose
    """The words they signed."""
    co_signers: tuple[PersonBrief, ...] = ()
    """The other champions who have signed."""
    guests: int = 0
    """How many people the letter goes to; left out below two."""
    your_part: Line = ""
    """What this person does at the meeting: "welcome the guests"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.CHAMPION,
                why="You get this because you signed the invitation letter.",
                meeting=samples.LAUNCH,
                letter=words_file.letter_to_sign(Language.ENGLISH, samples.LAUNCH.lasts),
                co_signers=samples.CHAMPIONS[1:],
                guests=74,
                your_part="welcome the guests and host the meeting",
            )
        )
