"""People of a partnership: taking in a list, and the wish to be left alone."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events, known_addresses
from sectorlaunch.actions import contacts as contact_actions
from sectorlaunch.actions.contacts import ImportReport
from sectorlaunch.errors import NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.records import partnerships, people
from sectorlaunch.tables import Person

STOPPED_BY_OWNER = "{name} stopped the messages by the link in a letter. Only they take that back: by the same link, at the foot of any letter they have."


class _Undo(Exception):
    """Takes back what a check has tried out."""


def import_contacts(
    session: Session, now: datetime, slug: str, contacts: ContactsFile, check_only: bool = False
) -> ImportReport:
    """Takes the contacts of a file into a partnership, and says row by row what became of them.

    The same file twice changes nothing. Somebody on record, by e-mail or else by name and organization, keeps
    what is known and gets what was blank. With `check_only` nothing is stored. Raises NotFound.
    """
    partnership_id, run_id = partnerships.ids(session, slug)
    team = people.with_role(session, partnership_id, people.ROLE_SHEET)
    rows: tuple[contact_actions.ImportedRow, ...] = ()
    try:
        with session.begin_nested():
            rows = contact_actions.take(session, now, partnership_id, contacts, team)
            if check_only:
                raise _Undo
    except _Undo:
        pass
    report = ImportReport(str(contacts.path), check_only, rows, contacts.dialect, contacts.remarks)
    if report.changed and not check_only:
        words = f"{contacts.path.name}: {report.summary}."
        actor = people.convener(session, partnership_id).name
        events.record(session, now, run_id, actor, EventKind.PEOPLE_IMPORTED, words)
    return report


def mark_do_not_contact(session: Session, now: datetime, person_id: int, on: bool, *, by: str = "") -> None:
    """Notes for a partnership that somebody on its list wants no more messages, or takes that back.

    Raises NotAllowed where the owner of the address has stopped them: only they take that back.
    """
    person = session.get_one(Person, person_id)
    if not on and known_addresses.stopped_at(session, person.email) is not None:
        raise NotAllowed(STOPPED_BY_OWNER.format(name=person.name))
    if on == (person.do_not_contact_since is not None):
        return
    person.do_not_contact_since = now if on else None
    session.add(person)
    _note_wish(session, now, person, on, by or person.name)


def stop_messages(session: Session, now: datetime, person_id: int, sent_to: str, *, by: str = "") -> None:
    """Somebody wants no more messages. `sent_to` is the address that is shown to be theirs: it is left alone by every
    partnership. Where it is empty, whoever asks may be reading along, and one list alone takes note of it."""
    if not sent_to:
        mark_do_not_contact(session, now, person_id, True, by=by)
    elif known_addresses.stop(session, now, sent_to):
        for one in people.at_address(session, sent_to):
            _note_wish(session, now, one, True, by or one.name)


def welcome_messages(session: Session, now: datetime, person_id: int, sent_to: str, *, by: str = "") -> None:
    """The same, taken back; what conveners noted for their own lists otherwise stands."""
    if not sent_to:
        mark_do_not_contact(session, now, person_id, False, by=by)
    elif known_addresses.take_back(session, sent_to):
        for one in people.at_address(session, sent_to):
            _note_wish(session, now, one, False, by or one.name)


def _note_wish(session: Session, now: datetime, person: Person, on: bool, by: str) -> None:
    words = (
        f"{person.name} is not to be contacted any more." if on else f"{person.name} may be contacted again."
    )
    for run_id in people.runs_of(session, person.pk) or [None]:
        events.record(session, now, run_id, by, EventKind.DO_NOT_CONTACT, words, person_id=person.pk, on=on)
