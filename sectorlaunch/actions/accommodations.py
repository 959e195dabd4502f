"""What guests need to take part, an interpreter or a step-free seat: asked for, and seen to. History says that, never what."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import invitations, meetings
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Invitation, Person

LONGEST = 4000


def ask(
    session: Session, now: datetime, run_id: int, meeting_id: int, person: Person, words: str, *, by: str
) -> Invitation:
    """Keeps what somebody needs, in their words; without words it is taken back. The same words again change nothing.

    Raises NotFound for someone who is not on the list, BadInput for a meeting that is over or called off.
    """
    place, words = invitations.place_of(session, meeting_id, person), words.replace("\r\n", "\n").strip()
    if place.accommodation == words:
        return place
    meeting = meetings.find(session, meeting_id)
    if meeting.held_at is not None or meeting.canceled_at is not None:
        raise BadInput("This meeting is over or was canceled.")
    if len(words) > LONGEST:
        raise BadInput("It has %(count)s characters; shorten it to %(most)s.", count=len(words), most=LONGEST)
    place.accommodation, place.accommodation_settled_on = words, None
    place.accommodation_asked_on = Launch.of(session, now, run_id).today if words else None
    session.add(place)
    said = f"{person.name} {'says what they need' if words else 'needs nothing special'} at {meeting.title}."
    data = {"meeting_id": meeting_id, "person_id": person.pk}
    events.record(session, now, run_id, by, EventKind.ACCOMMODATION_ASKED, said, **data)
    session.flush()
    return place


def settle(
    session: Session, now: datetime, run_id: int, meeting_id: int, person: Person, *, by: str
) -> Invitation:
    """What they need is seen to. Raises NotFound for someone who is not on the list."""
    place = invitations.place_of(session, meeting_id, person)
    if place.accommodation and place.accommodation_settled_on is None:
        place.accommodation_settled_on = Launch.of(session, now, run_id).today
        session.add(place)
        said = f"What {person.name} needs at {meetings.find(session, meeting_id).title} is seen to."
        data = {"meeting_id": meeting_id, "person_id": person.pk}
        events.record(session, now, run_id, by, EventKind.ACCOMMODATION_SETTLED, said, **data)
        session.flush()
    return place
