"""Who is on record already, by address, or by name and organization; and whoever is not yet is put there."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from languages import Language
from sectorlaunch.contacts.contact import NOBODY, Assistant
from sectorlaunch.records.people import who_is_now
from sectorlaunch.tables import Organization, Person, Sector

_AT_ONCE = 500
"""Values in one query; SQLite and PostgreSQL both bound their number."""


class OnRecord:
    """What the list of one partnership knows about the people and organizations of one file, read in a few queries.

    Somebody is met again by e-mail first, else by name and organization. Other partnerships' lists are not looked at.
    """

    def __init__(
        self,
        session: Session,
        partnership_id: int,
        emails: Iterable[str],
        names: Iterable[str],
        organizations: Iterable[str],
    ) -> None:
        self._session, self._partnership_id = session, partnership_id
        self._organizations: dict[str, Organization] = {}
        self._by_email: dict[str, list[Person]] = {}
        self._by_name: dict[tuple[str, str], list[Person]] = {}
        for part in _parts(organizations):
            found = select(Organization).where(
                Organization.partnership_id == partnership_id,
                or_(
                    col(Organization.name).in_(part),
                    func.lower(Organization.name).in_([name.lower() for name in part]),
                ),
            )
            for organization in session.exec(found):
                self._organizations[organization.name.casefold()] = organization
        for part in _parts(emails):
            at_these = select(Person).where(
                Person.partnership_id == partnership_id, col(Person.email).in_(part)
            )
            for person in session.exec(at_these.order_by(col(Person.id))):
                self._by_email.setdefault(person.email or "", []).append(who_is_now(session, person))
        for part in _parts(names):
            same_name = (
                select(Person, Organization.name)
                .join(Organization, col(Organization.id) == col(Person.organization_id))
                .where(
                    Person.partnership_id == partnership_id,
                    or_(
                        col(Person.name).in_(part),
                        func.lower(Person.name).in_([name.lower() for name in part]),
                    ),
                    col(Person.anonymized_at).is_(None),
                )
            )
            for person, organization_name in session.exec(same_name):
                self._note(who_is_now(session, person), person.name, organization_name)

    def person(
        self, email: str | None, name: str, organization: str, other_addresses: Sequence[str] = ()
    ) -> Person | None:
        """Whoever this is, by any of their addresses; of several who share one, the one of that name. By name only
        where one of the two has no address: two people of one company may share a name. Raises ValueError where the
        name fits several."""
        emails = _known_by(email, other_addresses)
        for address in emails:
            there = self._by_email.get(address, [])
            if there:
                return next((one for one in there if one.name.casefold() == name.casefold()), there[0])
        same_name = self._by_name.get((name.casefold(), organization.casefold()), [])
        fitting = [person for person in same_name if not (emails and person.email)]
        if len(fitting) > 1:
            raise ValueError(
                f"{len(fitting)} people called {name} of {organization} are on record; give the e-mail address"
            )
        return fitting[0] if fitting else None

    def organization(self, name: str) -> Organization | None:
        return self._organizations.get(name.casefold())

    def organization_of(self, person: Person | None) -> Organization | None:
        """The organization somebody on record belongs to."""
        if person is None or person.organization_id is None:
            return None
        return self._session.get_one(Organization, person.organization_id)

    def organization_or_new(self, name: str, sector: Sector) -> Organization:
        """Flush before its id is needed."""
        found = self.organization(name)
        if found is None:
            found = Organization(partnership_id=self._partnership_id, name=name, sector=sector)
            self._session.add(found)
            self._organizations[name.casefold()] = found
        return found

    def new_person(
        self,
        now: datetime,
        name: str,
        email: str | None,
        organization: Organization,
        other_addresses: Sequence[str] = (),
    ) -> Person:
        """Flush before its id is needed; the organization has been flushed."""
        person = Person(
            partnership_id=self._partnership_id,
            name=name,
            email=email,
            organization_id=organization.id,
            created_at=now,
        )
        self._session.add(person)
        for address in _known_by(email, other_addresses):
            self._by_email.setdefault(address, []).append(person)
        self._note(person, name, organization.name)
        return person

    def _note(self, person: Person, name: str, organization: str) -> None:
        people = self._by_name.setdefault((name.casefold(), organization.casefold()), [])
        if not any(known is person for known in people):
            people.append(person)


def _known_by(email: str | None, other_addresses: Sequence[str]) -> list[str]:
    return [address for address in (email, *other_addresses) if address]


def fill_blanks(
    person: Person,
    *,
    email: str | None,
    phone: str,
    job_title: str,
    decides: bool,
    assistant: Assistant = NOBODY,
    language: Language | None = None,
) -> list[str]:
    """Takes over what was not known yet and keeps what was; says in words what it took over."""
    filled = []
    if email and not person.email:
        person.email = email
        filled.append("e-mail")
    if phone and not person.phone:
        person.phone = phone
        filled.append("phone")
    if job_title and not person.job_title:
        person.job_title = job_title
        filled.append("title")
    if decides and not person.decides:
        person.decides = True
        filled.append("decides")
    if assistant and not (person.assistant_name or person.assistant_email or person.assistant_phone):
        person.assistant_name = assistant.name
        person.assistant_email = assistant.email
        person.assistant_phone = assistant.phone
        filled.append("assistant")
    if language is not None and person.language is None:
        person.language = language
        filled.append("language")
    return filled


def _parts(values: Iterable[str]) -> Iterator[Sequence[str]]:
    unique = sorted({value for value in values if value})
    for start in range(0, len(unique), _AT_ONCE):
        yield unique[start : start + _AT_ONCE]
