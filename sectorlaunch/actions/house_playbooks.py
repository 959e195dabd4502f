"""Playbooks of the house: a keeper takes one in, or out. What has begun keeps the text it began with."""

from datetime import datetime

from sqlmodel import Session, select

from playbooks import loader
from playbooks.model import Playbook
from sectorlaunch import events
from sectorlaunch.actions import partnerships
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.tables import HousePlaybook, PlaybookEdition


def take_in(session: Session, now: datetime, text: str, playbook: Playbook, *, by: str) -> HousePlaybook:
    """Offers a playbook that was read without a mistake, or a newer edition of one that is offered.

    Raises BadInput for the key of one that comes with the product, and for other words under the same version.
    """
    if playbook.key in loader.shipped():
        raise BadInput(
            f"“{playbook.key}” comes with Sector Launch, and stays as it is. Give yours a `key` of its own."
        )
    edition = partnerships.edition(session, text, playbook)
    row = session.exec(select(HousePlaybook).where(HousePlaybook.key == playbook.key)).first()
    if row is not None and row.edition_digest == edition.digest:
        return row
    before = session.get_one(PlaybookEdition, row.edition_digest) if row is not None else None
    if before is not None and playbook.version <= before.version:
        raise BadInput(
            f"Version {before.version} of “{playbook.key}” was taken in with other words. "
            "Raise `version` in the file, and take it in again."
        )
    row = row or HousePlaybook(
        key=playbook.key, edition_digest=edition.digest, taken_in_at=now, taken_in_by=by
    )
    row.edition_digest, row.taken_in_at, row.taken_in_by = edition.digest, now, by
    session.add(row)
    session.flush()
    said = f"The playbook {playbook.title}, “{playbook.key}” version {playbook.version}, may be started from."
    events.record(session, now, None, by, EventKind.PLAYBOOK_TAKEN_IN, said)
    return row


def take_out(session: Session, now: datetime, key: str, *, by: str) -> None:
    """Offers it no more; launches that began with it go on. Raises NotFound, naming those there are."""
    rows = {row.key: row for row in session.exec(select(HousePlaybook))}
    if key not in rows:
        known = ", ".join(sorted(rows)) or "none so far"
        raise NotFound(f"The house has no playbook “{key}”. There are: {known}.")
    session.delete(rows[key])
    events.record(
        session, now, None, by, EventKind.PLAYBOOK_TAKEN_OUT, f"Nothing new is started from “{key}”."
    )
