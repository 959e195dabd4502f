"""A row for every change: who, what, when. Of what kind it is decides what follows from it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import event, orm
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from playbooks.model import Anchor
from sectorlaunch.tables import Event

_ANY = tuple(Anchor)
"""Where a date moves, a gate opens or people change: any touch may be wanted now, or not any more."""


class EventKind(StrEnum):
    """What can happen, in the words history keeps, with the anchors of touches it moves.

    Beginning an activity, sending a message before its date and choosing waves plan their touches themselves, at once.
    """

    anchors: frozenset[Anchor]

    def __new__(cls, phrase: str, *anchors: Anchor) -> "EventKind":
        kind = str.__new__(cls, phrase)
        kind._value_ = phrase
        kind.anchors = frozenset(anchors)
        return kind

    # The launch, its steps and gates
    PARTNERSHIP_STARTED = "partnership started"
    STEP_OPENED = "step opened"
    STEP_PASSED = "step passed", *_ANY
    RUN_ENDED = "run ended"
    PARTNERSHIP_ENDED = "partnership ended", *_ANY
    PARTNERSHIP_TAKEN_UP = "partnership taken up again", *_ANY
    ACTIVITY_BEGUN = "activity begun"
    GATE_REACHED = "gate reached"
    GATE_SETTLED = "gate settled but for its release", Anchor.GATE_SETTLED
    GATE_OPENED = "gate opened", *_ANY
    GATE_REOPENED = "gate reopened"
    ANSWER_GIVEN = "answer given"
    WAIVER_GIVEN = "waiver given"
    WAIVER_ASKED = "waiver asked for"
    SECOND_YES_DECLINED = "second yes declined"
    FLOW_RUN_REPLACED = "flow run replaced"
    FLOW_RUN_ADOPTED = "flow run adopted"
    FLOW_RUN_STOPPED = "flow run stopped"
    NUMBER_SET = "number set"
    LANGUAGE_CHOSEN = "language chosen"
    SCOPE_CHANGED = "scope changed"
    FOOTPRINT_STATED = "footprint stated"
    RECORDS_TAKEN_AWAY = "records taken away"
    PLANNED_BELOW = "plan of partnerships below changed"
    HANGING_ASKED = "asked to hang below"
    HANGING_DECLINED = "declined to hang below"
    HUNG_BELOW = "hung below"
    TAKEN_OUT_FROM_BELOW = "taken out from below"

    # People
    PEOPLE_IMPORTED = "people imported"
    PEOPLE_MERGED = "people merged", *_ANY
    MERGE_TAKEN_BACK = "merge taken back", *_ANY
    PERSON_REMOVED = "person removed"
    ERASURE_ANNOUNCED = "erasure announced"
    ERASURE_CALLED_OFF = "erasure called off"
    HANDED_OVER = "handed over"
    ROLE_GIVEN = "role given"
    ROLE_ENDED = "role ended"
    ROLE_SHEET_ACKNOWLEDGED = "role sheet acknowledged"
    ADDRESS_MENDED = "address mended"
    ADDRESS_FAILED = "address failed"
    ASSISTANT_REFUSED = "assistant refused"
    ASSISTANT_NOTED = "assistant noted"
    CONTACT_NOTED = "contact noted"
    DO_NOT_CONTACT = "do not contact"
    WISHES_CHANGED = "wishes changed", Anchor.WEEK
    SIGNED_IN = "signed in"
    ACCOUNT_RENAMED = "account renamed"
    ACCOUNT_OPENED = "account opened"
    ACCOUNT_ADDRESS_CHANGED = "account address changed"
    LINKS_ENDED = "links ended"
    CALENDAR_ADDRESS_MADE = "calendar address made"

    # Champions and their letter
    CHAMPION_PROPOSED = "champion proposed"
    CHAMPION_OWNER_NAMED = "champion owner named"
    CHAMPION_MOVED = "champion moved", Anchor.CHAMPION_ASKED, Anchor.CHAMPION_AGREED
    FIT_NOTED = "fit noted"
    LETTER_DRAFTED = "letter drafted"
    LETTER_OFFERED = "letter offered"
    LETTER_SIGNED = "letter signed"
    GUESTS_LISTED = "guests listed"
    WAVES_CHANGED = "waves changed"
    SECOND_WAVE_DUE = "second wave due"
    SECOND_WAVE_SENT = "second wave sent"
    INVITATION_ANSWERED = "invitation answered"
    ACCOMMODATION_ASKED = "accommodation asked for"
    ACCOMMODATION_SETTLED = "accommodation settled"

    # Meetings and their dates
    MEETING_PLANNED = "meeting planned", *_ANY
    MEETING_SETTLED = "meeting settled", *_ANY
    MEETING_MOVED = "meeting moved", *_ANY
    MEETING_CALLED_OFF = "meeting called off", *_ANY
    RHYTHM_SET = "rhythm set"
    RHYTHM_CHANGED = "rhythm changed"
    RHYTHM_ENDED = "rhythm ended"
    NOTES_TAKEN = "notes taken"
    GUEST_ARRIVED = "guest arrived"
    ARRIVAL_TAKEN_BACK = "arrival taken back"
    MEETING_NOTE_TAKEN = "meeting note taken"
    MEETING_NOTE_CHANGED = "meeting note changed"
    ATTENDANCE_RECORDED = "attendance recorded", *_ANY
    LAUNCH_MOVED = "launch moved", *_ANY
    CLOCK_CHANGED = "clock changed by law"
    PLANNED_HOURS_KEPT = "planned hours kept"
    TALK_HOURS_SET = "talk hours set"
    ANOTHER_TIME_PROPOSED = "another time proposed"
    DATE_POLL_OPENED = "date poll opened"
    DATE_VOTE_GIVEN = "date vote given"
    DATE_POLL_REMINDED = "date poll reminded"
    DATE_POLL_CLOSED = "date poll closed"
    DATE_POLL_CALLED_OFF = "date poll called off"
    SEAT_CHANGED = "seat changed"
    SEATS_KEPT = "seats kept"
    SEATS_PROPOSED = "seats proposed"

    # What comes of them
    PRIORITY_RECORDED = "priority recorded"
    VOTE_GIVEN = "vote given"
    VOTE_OPENED = "vote opened"
    DOTS_PLACED = "dots placed"
    DOTS_COUNTED = "dots counted"
    VOTE_CLOSED = "vote closed"
    PRIORITY_CHOSEN = "priority chosen"
    PRIORITY_TAKEN_BACK = "priority taken back"
    PRIORITY_REWORDED = "priority reworded"
    PRIORITY_TAKEN_OUT = "priority taken out"
    PRIORITY_PUT_BACK = "priority put back"
    INTEREST_SAID = "interest said"
    COMMITMENT_MADE = "commitment made", Anchor.COMMITMENT_DUE
    COMMITMENT_PUT_OFF = "commitment put off", Anchor.COMMITMENT_DUE
    HELP_ASKED = "help asked for"
    COMMITMENT_PUT_RIGHT = "commitment put right"
    COMMITMENT_SETTLED = "commitment settled", Anchor.COMMITMENT_DUE
    COMMITMENT_HANDED_OVER = "commitment handed over"
    TEAM_FORMED = "team formed", Anchor.TEAM_REPORT
    TEAM_JOINED = "team joined"
    TEAM_LEFT = "team left"
    TEAM_LED = "team led"
    TEAM_DESCRIBED = "team described"
    TEAM_RESTS = "team rests", *_ANY
    TEAM_WOKEN = "team woken", *_ANY
    TEAM_MERGED = "team merged", *_ANY
    TEAM_ENDED = "team ended", *_ANY
    AGENDA_SET = "agenda set"
    CALL_CLOSED = "call closed"
    REPORTED_BACK = "reported back", Anchor.TEAM_REPORT, Anchor.PLEDGE_REPORT
    PEER_NAMED = "peer named"
    PEER_WELCOMED = "peer welcomed"
    PEER_LET_BE = "peer let be"
    OFFER_MADE = "offer made"
    OFFER_ANSWERED = "offer answered", Anchor.PLEDGE_REPORT
    CONTACT_NAMED = "contact named"
    DOCUMENT_DRAFTED = "document drafted"
    DOCUMENT_LOOKED_AT = "document looked at"
    DOCUMENT_SETTLED = "document settled"

    # The sector
    CENSUS_FETCH = "census fetch"
    CENSUS_FILE_LOADED = "census file loaded"
    LABOR_MARKET_DATA_RECORDED = "labor-market data recorded"
    NEWER_LABOR_MARKET_DATA = "newer labor-market data"
    WEIGHTS_SET = "weights set"
    SECTOR_NOTE = "sector note"
    OTHER_EFFORT_NOTED = "other effort noted"
    SCORING_OPENED = "scoring opened", Anchor.SCORING_OPENED
    SECTORS_SCORED = "sectors scored"
    SCORES_LAID_OPEN = "scores laid open", Anchor.SCORING_OPENED
    SECTOR_DECIDED = "sector decided"
    DATA_BRIEF_DRAWN_UP = "data brief drawn up"
    DATA_BRIEF_SENT = "data brief sent"

    # Surveys
    SURVEY_OPENED = "survey opened", Anchor.SURVEY_OPENED
    SURVEY_ANSWERED = "survey answered"
    SURVEY_PROLONGED = "survey prolonged", Anchor.SURVEY_OPENED
    SURVEY_CLOSED = "survey closed", Anchor.SURVEY_OPENED
    SURVEY_RATED_TOGETHER = "survey rated together"

    # Touches, messages, calls and tasks
    RELEASED = "released"
    RELEASE_ASKED = "release asked for"
    RELEASE_TAKEN_BACK = "release taken back"
    TOUCH_CARRIED_OUT = "touch carried out"
    TOUCH_REACHED_NOBODY = "touch reached nobody"
    TOUCH_HELD = "touch held"
    TOUCH_MISSED = "touch missed"
    TOUCH_SKIPPED = "touch skipped"
    COMING_MESSAGE_CHANGED = "coming message changed"
    DEADLINE_SET = "deadline set", Anchor.ANSWER_DUE
    DEADLINE_MOVED = "deadline moved", Anchor.ANSWER_DUE
    MESSAGE_WRITTEN = "message written"
    MESSAGE_REWORDED = "message reworded"
    MESSAGE_HELD_BACK = "message held back"
    MESSAGE_LET_BE = "message let be"
    MESSAGE_RELEASED = "message released"
    MESSAGE_SENT_AGAIN = "message sent again"
    MESSAGE_SENT = "message sent"
    MESSAGE_DELAYED = "message delayed"
    MESSAGE_DEAD = "message dead"
    MESSAGE_CANCELED = "message canceled"
    MESSAGE_MISSED = "message missed"
    MESSAGE_UNCERTAIN = "message uncertain"
    MESSAGE_WITHHELD = "message withheld"
    TASK_GIVEN = "task given"
    TASK_PUT_OFF = "task put off"
    TASK_DONE = "task done"
    CALL_HANDED_UP = "call handed up"

    # Words, channels and mailboxes
    WORDS_CHANGED = "words changed"
    WORDS_TRIED = "words tried"
    WORDS_NOT_USED = "words not used"
    CHANNEL_SET = "channel set"
    CHANNEL_TESTED = "channel tested"
    CHANNEL_LIVE = "channel live"
    CHANNEL_STOOD_DOWN = "channel stood down"
    CHANNEL_CHANGE_ASKED = "channel change asked for"
    CHANNEL_CHANGE_WITHDRAWN = "channel change withdrawn"
    TEAM_CHANNEL_SET = "team channel set"
    MAIL_GRANT_SET = "mail grant set"
    MAIL_GRANT_ENDED = "mail grant ended"
    MAIL_GRANT_RENEWED = "mail grant renewed"
    SIGNING_SET = "signing set"
    MAILBOX_SET = "mailbox set"
    MAILBOX_READ = "mailbox read"
    MAILBOX_STOOD_DOWN = "mailbox stood down"

    # The installation
    KEEPER_NAMED = "keeper named"
    KEEPER_ENDED = "keeper ended"
    LEAD_NAMED = "lead named"
    LEAD_ENDED = "lead ended"
    PLAYBOOK_TAKEN_IN = "playbook taken in"
    PLAYBOOK_TAKEN_OUT = "playbook taken out"
    STANDSTILL_BEGUN = "standstill begun"
    STANDSTILL_ENDED = "standstill ended"


REVIEWED_LATER = frozenset(
    {
        EventKind.GUEST_ARRIVED,
        EventKind.ARRIVAL_TAKEN_BACK,
        EventKind.MEETING_NOTE_TAKEN,
        EventKind.MEETING_NOTE_CHANGED,
        EventKind.DOTS_PLACED,
        EventKind.INTEREST_SAID,
    }
)
"""What many do at once while a meeting is on: their gates are reviewed a moment later, together, and nobody waits for it."""
OF_MESSAGES = frozenset(kind for kind in EventKind if kind.name.startswith("MESSAGE_"))
"""What becomes of single messages: these have pages of their own."""


@dataclass(frozen=True)
class Happening:
    """Something that happened to a launch in this unit of work, and what there is to know of it."""

    kind: EventKind
    actor: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Touch:
    """A launch was touched, by a happening or without one."""

    savepoint: SessionTransaction | None
    """The innermost one it happened in: rolled back, it never happened."""
    happening: Happening | None = None


def record(
    session: Session,
    now: datetime,
    run_id: int | None,
    actor: str,
    kind: EventKind,
    summary: str,
    **data: Any,
) -> Event:
    """Notes a change, and that something happened to the launch: what follows from it is done before the commit.

    `actor` is a name in words; `data` must be JSON.
    """
    row = Event(run_id=run_id, at=now, actor=actor, kind=kind.value, summary=summary, data=data)
    session.add(row)
    if run_id is not None:
        _note(session, run_id, Happening(kind, actor, data))
    return row


def touch(session: Session, run_id: int, kind: EventKind | None = None, **data: Any) -> None:
    """The same without a line of history. Without a kind, only the gates of the launch are reviewed."""
    _note(session, run_id, None if kind is None else Happening(kind, data=data))


def touched(session: Session) -> Collection[int]:
    """The runs something happened to in this unit of work that has had no consequences yet."""
    return _happened(session).keys()


def take(session: Session) -> dict[int, list[Happening]]:
    """What happened to which run since this was asked last, but for what was rolled back."""
    found = {
        run_id: [touch.happening for touch in touches if touch.happening is not None]
        for run_id, touches in _happened(session).items()
    }
    _happened(session).clear()
    return found


def put_back(session: Session, run_id: int, happenings: Iterable[Happening]) -> None:
    """Has what was taken happen again, here: in the savepoint that is open now."""
    for happening in (None, *happenings):
        _note(session, run_id, happening)


def _note(session: Session, run_id: int, happening: Happening | None) -> None:
    touch = _Touch(session.get_nested_transaction(), happening)
    _happened(session).setdefault(run_id, []).append(touch)


def _happened(session: orm.Session) -> dict[int, list[_Touch]]:
    happened: dict[int, list[_Touch]] = session.info.setdefault("happened", {})
    return happened


@event.listens_for(orm.Session, "after_soft_rollback")
def _forget_what_was_rolled_back(session: orm.Session, ended: SessionTransaction) -> None:
    happened = _happened(session)
    if not ended.nested:
        happened.clear()
    for run_id, touches in list(happened.items()):
        touches[:] = [touch for touch in touches if not _is_within(touch, ended)]
        if not touches:
            del happened[run_id]


def _is_within(touch: _Touch, savepoint: SessionTransaction) -> bool:
    within = touch.savepoint
    while within is not None and within is not savepoint:
        within = within.parent
    return within is savepoint
