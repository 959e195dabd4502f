"""The agenda of a meeting, set in one go: a line for each part, with its minutes first."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import agenda_drafts, meetings, team_minutes
from sectorlaunch.records.agenda_drafts import Part
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AgendaItem, Meeting

LONGEST_PART, MOST_PARTS, USUAL_MINUTES = 480, 20, 10


def set_lines(
    session: Session, now: datetime, run_id: int, meeting_id: int, words: str, *, by: str
) -> Meeting:
    """Puts these parts in place of what stood there; one that keeps its words keeps who holds it, and its promise.

    Raises BadInput for none, too many or too long a part, NotAllowed for a meeting that is over or called off.
    """
    launch = Launch.of(session, now, run_id)
    meeting = meetings.find(session, meeting_id)
    if meeting.held_at is not None or meeting.canceled_at is not None:
        raise NotAllowed("This meeting is over or called off, so its agenda stays as it is.")
    known = {one.title: one for one in agenda_drafts.parts(launch, meeting, launch.partnership.language)}
    typed = [_part(line, known) for line in words.splitlines() if line.strip()]
    if not typed:
        raise BadInput("Write a line for each part.")
    if len(typed) > MOST_PARTS:
        raise BadInput("Keep to twenty parts at the most.")
    for item in team_minutes.agenda(session, meeting):
        session.delete(item)
    session.flush()
    for position, part in enumerate(typed, 1):
        session.add(
            AgendaItem(
                meeting_id=meeting.pk,
                position=position,
                minutes=part.minutes,
                title=part.title,
                person_id=part.person_id,
                commitment_id=part.commitment_id,
            )
        )
    said = f"{meeting.title}: {len(typed)} parts on the agenda."
    events.record(session, now, run_id, by, EventKind.AGENDA_SET, said, meeting_id=meeting.pk)
    session.flush()
    return meeting


def _part(line: str, known: dict[str, Part]) -> Part:
    first, _, rest = line.strip().partition(" ")
    is_timed = first.isdecimal() and bool(rest.strip())
    minutes, title = (int(first[:4]), rest.strip()) if is_timed else (USUAL_MINUTES, line.strip())
    if not 1 <= minutes <= LONGEST_PART:
        raise BadInput("A part takes between 1 minute and 8 hours.")
    if len(title) > agenda_drafts.LONGEST:
        raise BadInput("Say in up to 200 characters what each part is about.")
    before = known.get(title)
    return Part(
        minutes,
        title,
        before.person_id if before else None,
        before.commitment_id if before else None,
    )
