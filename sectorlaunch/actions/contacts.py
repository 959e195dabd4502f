"""Takes the contacts of a file into the records of a partnership: once each, keeping what is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, select

from sectorlaunch.actions import do_not_contact
from sectorlaunch.actions.matching import OnRecord, fill_blanks
from sectorlaunch.contacts.contact import Contact
from sectorlaunch.files.contacts_file import ContactsFile, owner_remedy
from sectorlaunch.tables import (
    Champion,
    ChampionMove,
    ChampionStage,
    Organization,
    Person,
    Role,
    RoleKind,
    Sector,
)


class Outcome(StrEnum):
    TAKEN = "taken"
    MERGED = "merged"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class ImportedRow:
    """What became of one row of the file, and why."""

    line: int
    name: str
    outcome: Outcome
    why: str


@dataclass(frozen=True)
class ImportReport:
    """Row by row. With `check_only` it says what would become of each; nothing was stored."""

    file: str
    check_only: bool
    rows: tuple[ImportedRow, ...]
    dialect: str = ""
    """What the list was written by, and how, in words."""
    remarks: tuple[str, ...] = ()
    """What holds for the whole list: columns and sheets that were not read, lines in another encoding."""

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def changed(self) -> bool:
        return bool(self.count(Outcome.TAKEN) or self.count(Outcome.MERGED))

    def __str__(self) -> str:
        return f"{self.file}: {self.summary}" + ("; nothing was stored" if self.check_only else "")

    @property
    def summary(self) -> str:
        return ", ".join(f"{self.count(outcome)} {outcome}" for outcome in Outcome)


def take(
    session: Session, now: datetime, partnership_id: int, contacts: ContactsFile, team: Sequence[Person]
) -> tuple[ImportedRow, ...]:
    """Stores what is new in the file for one partnership. `team` is everyone who may own a relationship."""
    known = OnRecord(
        session,
        partnership_id,
        [
            address
            for contact in contacts.contacts
            for address in (contact.email, *contact.other_addresses)
            if address
        ],
        [contact.name for contact in contacts.contacts],
        [_organization_name(contact) for contact in contacts.contacts],
    )
    owners = {person.email: person for person in team if person.email}
    placed = [_place(contact, known, owners) for contact in contacts.contacts]
    # Organizations, then people, then what hangs on them: three writes for the whole list, not three a row.
    session.flush()
    for place in placed:
        _find_or_make(now, known, place)
        _fill(place)
    session.flush()
    held = _Held(session, now, partnership_id)
    _note_wishes(session, now, placed)
    refused = [ImportedRow(one.line, one.name, Outcome.REFUSED, one.why) for one in contacts.refused]
    rows = [*refused, *(_settle(place, held) for place in placed)]
    return tuple(sorted(rows, key=lambda row: row.line))


@dataclass
class _Place:
    """Where a contact belongs: to whom on record, or to which organization, or nowhere and why."""

    contact: Contact
    owner: Person | None = None
    person: Person | None = None
    organization: Organization | None = None
    is_new: bool = False
    refused: str = ""
    changes: list[str] = field(default_factory=list)


def _place(contact: Contact, known: OnRecord, owners: dict[str, Person]) -> _Place:
    owner = owners.get(contact.relationship_owner or "")
    if contact.relationship_owner and owner is None:
        return _Place(contact, refused=owner_remedy(contact, sorted(owners)))
    named = _organization_name(contact)
    try:
        person = known.person(contact.email, contact.name, named, contact.other_addresses)
    except ValueError as several:
        return _Place(contact, refused=str(several))
    on_record = known.organization_of(person) or known.organization(named)
    if on_record and (on_record.sector is Sector.BUSINESS) != (contact.sector is Sector.BUSINESS):
        why = f"{on_record.name} is on record as {on_record.sector}, not {contact.sector}"
        return _Place(contact, refused=why)
    organization = on_record or known.organization_or_new(named, contact.sector)
    return _Place(contact, owner, person, organization)


def _find_or_make(now: datetime, known: OnRecord, place: _Place) -> None:
    """A person for a place; one that an earlier row of the file has brought is the same person."""
    contact = place.contact
    if place.person is not None or place.organization is None:
        return
    try:
        place.person = known.person(
            contact.email, contact.name, place.organization.name, contact.other_addresses
        )
    except ValueError as several:
        place.organization, place.refused = None, str(several)
        return
    if place.person is None:
        place.person = known.new_person(
            now, contact.name, contact.email, place.organization, contact.other_addresses
        )
        place.is_new = True


def _fill(place: _Place) -> None:
    """Takes over what was not known yet, before anything is written."""
    contact, person = place.contact, place.person
    if person is None or place.organization is None:
        return
    place.changes = fill_blanks(
        person,
        email=contact.email,
        phone=contact.phone,
        job_title=contact.title,
        decides=contact.decides,
        assistant=contact.assistant,
        language=contact.language,
    )
    if person.organization_id is None:
        person.organization_id = place.organization.id
        place.changes.append("organization")


def _note_wishes(session: Session, now: datetime, placed: Sequence[_Place]) -> None:
    """Keeps the wish not to be written to that a list brings with it. A list without it never takes one back."""
    for place in placed:
        person = place.person
        if person is None or not place.contact.not_to_be_written_to or person.do_not_contact_since:
            continue
        because = f"for the list says {place.contact.not_to_be_written_to}"
        do_not_contact.mark(session, now, person.pk, True, by="the list", because=because)
        place.changes.append("not to be contacted")


class _Held:
    """The roles and champions of one partnership, as they are and as rows add to them."""

    def __init__(self, session: Session, now: datetime, partnership_id: int) -> None:
        self._session, self._now, self._partnership_id = session, now, partnership_id
        roles = session.exec(select(Role).where(Role.partnership_id == partnership_id))
        self._roles = {(role.person_id, role.kind): role for role in roles}
        champions = session.exec(select(Champion).where(Champion.partnership_id == partnership_id))
        self._champions = {champion.person_id: champion for champion in champions}

    def add(self, person_id: int, kind: RoleKind, owner: Person | None, note: str) -> str:
        """What changed, in words; a role that was ended stays ended."""
        role = self._roles.get((person_id, kind))
        if role is not None:
            return self._fill(role, owner, note)
        role = Role(
            partnership_id=self._partnership_id,
            person_id=person_id,
            kind=kind,
            since=self._now,
            owner_id=owner.id if owner else None,
            note=note[:4000],
        )
        self._session.add(role)
        self._roles[(person_id, kind)] = role
        return f"now {kind}"

    def _fill(self, role: Role, owner: Person | None, note: str) -> str:
        """Who knows them, and what to know before calling, where that was not said before."""
        role.note = role.note or note[:4000]
        self._session.add(role)
        if owner is None or role.owner_id is not None:
            return ""
        role.owner_id = owner.id
        return "relationship owner"

    def add_champion(self, person_id: int, owner: Person | None, note: str) -> str:
        champion = self._champions.get(person_id)
        if champion is not None:
            if owner is None or champion.owner_id is not None:
                return ""
            champion.owner_id = owner.id
            return "relationship owner"
        champion = Champion(
            partnership_id=self._partnership_id, person_id=person_id, owner_id=owner.id if owner else None
        )
        self._session.add(champion)
        self._session.flush()
        move = ChampionMove(
            champion_id=champion.pk, stage=ChampionStage.PROSPECT, moved_at=self._now, note=note
        )
        self._session.add(move)
        self._champions[person_id] = champion
        return ""


def _settle(place: _Place, held: _Held) -> ImportedRow:
    contact, person = place.contact, place.person

    def row(outcome: Outcome, why: str) -> ImportedRow:
        return ImportedRow(contact.line, contact.name, outcome, why)

    if person is None or place.organization is None:
        return row(Outcome.REFUSED, place.refused)
    changes = place.changes
    changes.append(held.add(person.pk, contact.role, place.owner, contact.note))
    if contact.role is RoleKind.CHAMPION:
        changes.append(held.add_champion(person.pk, place.owner, contact.note))
    remarks = "".join(f"; {remark}" for remark in (*contact.remarks, *_not_kept(contact, person)))
    if place.is_new:
        return row(Outcome.TAKEN, f"as {contact.role}{remarks}")
    changes = [change for change in changes if change]
    if changes:
        return row(Outcome.MERGED, f"with {person.name} on record: {', '.join(changes)}{remarks}")
    return row(Outcome.UNCHANGED, f"on record already{remarks}")


def _not_kept(contact: Contact, person: Person) -> list[str]:
    """An address that differs from the one on record is not written to, and not forgotten in silence."""
    if contact.email is None or contact.email == person.email:
        return []
    return [f"{contact.email} is not kept, for {person.email} is on record"]


def _organization_name(contact: Contact) -> str:
    """Somebody without an organization stands for themselves; the sector needs a place to be kept."""
    return contact.organization or contact.name
