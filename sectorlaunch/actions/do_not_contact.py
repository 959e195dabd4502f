"""The wish to be left alone: of somebody on one list, or of the owner of an address for every list."""

from datetime import datetime

from sqlmodel import Session

from languages import catalogs
from sectorlaunch import events, known_addresses
from sectorlaunch.errors import NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import people
from sectorlaunch.tables import Person

STOPPED_BY_OWNER = catalogs.mark(
    "%(name)s stopped the messages by the link in a letter. Only they take that back: by the same link, at the foot of any letter they have."
)


def mark(
    session: Session, now: datetime, person_id: int, on: bool, *, by: str = "", because: str = ""
) -> None:
    """Notes for a partnership that somebody on its list wants no more messages, or takes that back.

    `because` ends the sentence that is recorded, such as "for the list says so". Raises NotAllowed where the owner of
    the address has stopped them: only they take that back.
    """
    person = session.get_one(Person, person_id)
    if not on and known_addresses.stopped_at(session, person.email) is not None:
        raise NotAllowed(STOPPED_BY_OWNER, name=person.name)
    if on == (person.do_not_contact_since is not None):
        return
    person.do_not_contact_since = now if on else None
    session.add(person)
    _record(session, now, person, on, by, because)


def stop_messages(session: Session, now: datetime, person_id: int, sent_to: str, *, by: str = "") -> None:
    """Somebody wants no more messages. `sent_to` is the address that is shown to be theirs: it is left alone by every
    partnership. Where it is empty, whoever asks may be reading along, and one list alone takes note of it."""
    if not sent_to:
        mark(session, now, person_id, True, by=by)
    elif known_addresses.stop(session, now, sent_to):
        for one in people.at_address(session, sent_to):
            _record(session, now, one, True, by)


def welcome_messages(session: Session, now: datetime, person_id: int, sent_to: str, *, by: str = "") -> None:
    """The same, taken back; what conveners noted for their own lists otherwise stands."""
    if not sent_to:
        mark(session, now, person_id, False, by=by)
    elif known_addresses.take_back(session, sent_to):
        for one in people.at_address(session, sent_to):
            _record(session, now, one, False, by)


def _record(session: Session, now: datetime, person: Person, on: bool, by: str, because: str = "") -> None:
    stops = f"is not to be contacted, {because}" if because else "is not to be contacted any more"
    words = f"{person.name} {stops if on else 'may be contacted again'}."
    for run_id in people.runs_of(session, person.pk) or [None]:
        events.record(
            session,
            now,
            run_id,
            by or person.name,
            EventKind.DO_NOT_CONTACT,
            words,
            person_id=person.pk,
            on=on,
        )
