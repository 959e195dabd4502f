"""A call of an action team: what is to be talked about, and what came of it, kept and sent around in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.actions import meeting_notes, meetings, outcomes, teams
from sectorlaunch.actions.meeting_notes import NewNote
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import meetings as meeting_records
from sectorlaunch.records import team_minutes
from sectorlaunch.records.team_minutes import DECISIONS
from sectorlaunch.tables import AgendaItem, Meeting, MeetingKind, MeetingNoteKind, Person

LONGEST_PART = 480
"""Minutes."""


@dataclass(frozen=True)
class Promised:
    """A next step somebody took on: `due_on` in the partnership's zone."""

    what: str
    owner: Person | None
    due_on: date | None


@dataclass(frozen=True)
class Minutes:
    """What came of a call. Decisions and notes are a line each; `next_at`, aware, is when the team talks next."""

    present: Sequence[Person]
    absent: Sequence[Person] = ()
    decisions: str = ""
    notes: str = ""
    promises: Sequence[Promised] = ()
    next_at: datetime | None = None
    next_minutes: int = 60


def set_agenda(
    session: Session,
    now: datetime,
    run_id: int,
    meeting_id: int,
    parts: Sequence[tuple[int, str]],
    *,
    by: str,
) -> list[AgendaItem]:
    """What a call is about: minutes and title of each part, in their turn, in place of what was set before.

    Raises BadInput for a part without a title, or of more than eight hours, and NotAllowed once the call is over.
    """
    call = _call(session, meeting_id)
    if call.held_at is not None or call.closed_at is not None:
        raise NotAllowed("This call is over.")
    for minutes, title in parts:
        if not title.strip() or len(title) > 200:
            raise BadInput("Say in up to 200 characters what each part is about.")
        if not 1 <= minutes <= LONGEST_PART:
            raise BadInput("A part takes between 1 minute and 8 hours.")
    for item in team_minutes.agenda(session, call):
        session.delete(item)
    session.flush()
    made = [
        AgendaItem(meeting_id=meeting_id, position=number, minutes=minutes, title=title.strip())
        for number, (minutes, title) in enumerate(parts, 1)
    ]
    session.add_all(made)
    words = f"{call.title}: {len(made)} parts on the agenda."
    events.record(session, now, run_id, by, EventKind.AGENDA_SET, words)
    return made


def close(
    session: Session, now: datetime, run_id: int, meeting_id: int, minutes: Minutes, *, by: str
) -> Meeting:
    """Keeps what came of a call, and has it sent to everybody on the team in one letter, once.

    Raises BadInput for a call that has not begun, a promise without words, or a next date that is not ahead;
    NotAllowed for one that was sent around already.
    """
    call = _call(session, meeting_id)
    if call.closed_at is not None:
        raise NotAllowed(
            "What came of this call has been sent already. Add a promise or set the next call by itself."
        )
    if minutes.next_at is not None and minutes.next_at <= now:
        raise BadInput("Choose a day and time in the future for the next call.")
    meetings.hold(session, now, run_id, meeting_id, minutes.present, by=by, absent=minutes.absent)
    if minutes.decisions.strip():
        _decide(session, call, minutes.decisions)
    for line in _lines(minutes.notes):
        note = NewNote(MeetingNoteKind.TAKE_AWAY, line)
        meeting_notes.take(session, now, run_id, meeting_id, note, by=by)
    for one in minutes.promises:
        outcomes.commit_to(
            *(session, now, run_id, one.what, one.owner, one.due_on),
            by=by,
            team_id=call.team_id,
            meeting_id=meeting_id,
        )
    if minutes.next_at is not None and call.team_id is not None:
        teams.schedule_call(
            session, now, run_id, call.team_id, minutes.next_at, by=by, minutes=minutes.next_minutes
        )
    call.closed_at = now
    session.add(call)
    words = f"{call.title}: what came of it is sent around."
    events.record(session, now, run_id, by, EventKind.CALL_CLOSED, words, meeting_id=meeting_id)
    session.flush()
    return call


def _call(session: Session, meeting_id: int) -> Meeting:
    call = meeting_records.find(session, meeting_id)
    if call.kind is not MeetingKind.TEAM_CALL:
        raise BadInput("This is no call of an action team.")
    return call


def _decide(session: Session, call: Meeting, words: str) -> None:
    """Puts the decisions under the part that is for them; makes one where there is none."""
    parts = team_minutes.agenda(session, call)
    part = next((one for one in parts if one.key == DECISIONS), None) or AgendaItem(
        meeting_id=call.pk, position=len(parts) + 1, key=DECISIONS, minutes=15, title=""
    )
    part.decision = "\n".join(_lines(words))[:4000]
    session.add(part)


def _lines(words: str) -> Iterable[str]:
    return [line.strip(" -•\t") for line in words.splitlines() if line.strip(" -•\t")]
