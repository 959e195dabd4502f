"""A partnership set going: stored, and its first step open."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from playbooks.model import Playbook
from sectorlaunch.actions import partnerships
from sectorlaunch.actions.partnerships import Created
from sectorlaunch.engine import steps
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.files.partnership_fields import PartnershipFile
from sectorlaunch.records import shortest_plan
from sectorlaunch.records.launch import Launch


def start(
    session: Session,
    now: datetime,
    file: PartnershipFile,
    contacts: ContactsFile | None,
    playbook_text: str,
    playbook: Playbook,
) -> Created:
    """Creates a partnership and opens the first step of its playbook; a second time it does nothing and says so.

    Raises FileMistakes, and then nothing is stored, as `actions.partnerships.create` does.
    """
    created = partnerships.create(session, now, file, contacts, playbook_text, playbook)
    if created.already_there:
        return created
    steps.open_first(session, now, created.run_id)
    return replace(created, remarks=shortest_plan.remarks(Launch.of(session, now, created.run_id)))
