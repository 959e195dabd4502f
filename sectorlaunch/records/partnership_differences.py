"""Says where a partnership file differs from what is stored. What is stored stands."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, select

from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.files.partnership_fields import PartnershipFile
from sectorlaunch.tables import Partnership, Person, PlaybookEdition, PlaybookRun, Role


def differences(
    session: Session,
    stored: Partnership,
    run: PlaybookRun,
    file: PartnershipFile,
    contacts: ContactsFile | None,
    playbook_text: str,
) -> tuple[str, ...]:
    """Sentences about what the files say and the records do not. A date given in weeks differs from nothing."""
    return (
        *_values(stored, file),
        *_playbook(session.get_one(PlaybookEdition, run.edition_digest), playbook_text),
        *_people(session, stored, file),
        *_contacts(session, stored, contacts),
    )


def _values(stored: Partnership, file: PartnershipFile) -> Iterator[str]:
    pairs = [
        ("name", stored.name, file.name),
        ("industry", stored.industry, file.industry.name),
        ("NAICS codes", ", ".join(stored.naics), ", ".join(file.industry.naics)),
        ("region", stored.region, file.region.name),
        ("state", stored.state, file.region.state),
        ("counties", ", ".join(stored.counties), ", ".join(file.region.counties)),
        ("time zone", stored.zone, file.time_zone),
        ("language", stored.language.english_name, file.language.english_name),
    ]
    if isinstance(file.launch.date, date):
        pairs.append(("launch date", str(stored.target_launch_on), str(file.launch.date)))
    for what, on_record, written in pairs:
        if on_record != written:
            yield f"The {what} on record: {on_record}; in the file: {written}."
    for number, value in file.thresholds.items():
        if stored.numbers.get(number) != value:
            was = stored.numbers.get(number, "the playbook's own")
            yield f"The number {number} on record: {was}; in the file: {value}."


def _playbook(edition: PlaybookEdition, text: str) -> Iterator[str]:
    if edition.text != text:
        yield (
            f"The playbook {edition.key} has changed since; this partnership keeps version "
            f"{edition.version}, as it was when it started."
        )


def _people(session: Session, stored: Partnership, file: PartnershipFile) -> Iterator[str]:
    held = {
        (person.email, role.kind)
        for person, role in session.exec(
            select(Person, Role).where(Role.person_id == Person.id, Role.partnership_id == stored.id)
        )
        if role.ended_at is None
    }
    for kind, _, entry in file.people():
        if (entry.email, kind) not in held:
            yield f"{entry.name} <{entry.email}> is {kind} in the file and not on record."


def _contacts(session: Session, stored: Partnership, contacts: ContactsFile | None) -> Iterator[str]:
    if contacts is None:
        return
    people = session.exec(
        select(Person).where(Role.person_id == Person.id, Role.partnership_id == stored.id)
    ).all()
    emails = {person.email for person in people}
    names = {person.name.casefold() for person in people}
    new = [
        contact
        for contact in contacts.contacts
        if (contact.email not in emails if contact.email else contact.name.casefold() not in names)
    ]
    if new:
        count = "1 contact in {} is" if len(new) == 1 else f"{len(new)} contacts in {{}} are"
        yield (
            f"{count.format(contacts.path.name)} not on record; to take them in: "
            f"`sector-launch people import {stored.slug} {contacts.path}`."
        )
