"""People of a partnership: taking in a list."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.actions import contacts as contact_actions
from sectorlaunch.actions.contacts import ImportReport
from sectorlaunch.events import EventKind
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.records import partnerships, people


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
