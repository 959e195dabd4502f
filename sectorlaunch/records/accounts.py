"""Who signs in, what they convene, and who they are in each partnership."""

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from languages import DEFAULT, Language
from sectorlaunch.records import people
from sectorlaunch.tables import Account, AddressChange, Partnership, Person, Role


def with_address(session: Session, email: str) -> Account | None:
    """The account that signs in with this address."""
    return session.exec(select(Account).where(Account.email == email.strip().lower())).one_or_none()


def language_of(session: Session, account: Account) -> Language:
    """What somebody is written to in about signing in: a wish of theirs, the newest, else what they are spoken to in wherever
    they take part; English where that differs."""
    theirs = select(Person).where(Person.account_id == account.id, col(Person.anonymized_at).is_(None))
    found = session.exec(theirs.order_by(col(Person.id).desc())).all()
    wish = next((person.language for person in found if person.language is not None), None)
    spoken = {people.language_of(session, person) for person in found}
    return wish or (spoken.pop() if len(spoken) == 1 else DEFAULT)


def everyone(session: Session) -> list[Account]:
    """All accounts, in the order they were opened."""
    return list(session.exec(select(Account).order_by(col(Account.id))))


def convened(account_id: int) -> SelectOfScalar[int]:
    """The partnerships somebody convenes now, by id: for a query of one's own."""
    return (
        select(Role.partnership_id)
        .join(Person, col(Person.id) == col(Role.person_id))
        .where(
            Person.account_id == account_id,
            col(Person.anonymized_at).is_(None),
            col(Role.kind).in_(people.CONVENING),
            col(Role.ended_at).is_(None),
        )
    )


def convenes_anything(session: Session, account_id: int) -> bool:
    return session.exec(convened(account_id).limit(1)).first() is not None


def has_a_part(session: Session, account_id: int) -> bool:
    """Whether somebody holds any role now with which one signs in."""
    return session.exec(_parts(account_id).limit(1)).first() is not None


def partnerships_with_a_part(session: Session, account_id: int) -> list[Partnership]:
    """Those in which somebody has a part and does not convene, by name."""
    here = _parts(account_id).where(col(Role.partnership_id).not_in(convened(account_id)))
    found = select(Partnership).where(col(Partnership.id).in_(here))
    return list(session.exec(found.order_by(col(Partnership.name))))


def _parts(account_id: int) -> SelectOfScalar[int]:
    return (
        select(Role.partnership_id)
        .join(Person, col(Person.id) == col(Role.person_id))
        .where(
            Person.account_id == account_id,
            col(Person.anonymized_at).is_(None),
            col(Role.kind).in_(people.SIGNING_IN),
            col(Role.ended_at).is_(None),
        )
    )


def is_to_sign_in(session: Session, person_id: int) -> bool:
    """Whether a person holds a role that signs in."""
    held = select(Role.id).where(
        Role.person_id == person_id, col(Role.kind).in_(people.CONVENING), col(Role.ended_at).is_(None)
    )
    return session.exec(held.limit(1)).first() is not None


def that_convene(session: Session) -> list[Account]:
    """Everyone who convenes some partnership now, in the order they came to it."""
    rows = session.exec(
        select(Account)
        .join(Person, col(Person.account_id) == col(Account.id))
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(
            col(Role.kind).in_(people.CONVENING),
            col(Role.ended_at).is_(None),
            col(Person.anonymized_at).is_(None),
        )
        .order_by(col(Role.id))
    )
    return list({account.id: account for account in rows}.values())


def roles_in(session: Session, account_id: int, partnership_id: int) -> list[tuple[Person, Role]]:
    """What somebody holds in a partnership now, with who they are on its list."""
    held = select(Person, Role).join(Role, col(Role.person_id) == col(Person.id))
    rows = session.exec(
        held.where(
            Person.account_id == account_id,
            Role.partnership_id == partnership_id,
            col(Role.ended_at).is_(None),
            col(Person.anonymized_at).is_(None),
        ).order_by(col(Role.id))
    )
    return list(rows)


def persons_of(session: Session, account_id: int) -> list[Person]:
    """Who they are on the lists of partnerships."""
    found = select(Person).where(Person.account_id == account_id).order_by(col(Person.id))
    return list(session.exec(found))


def open_change(session: Session, account_id: int) -> AddressChange | None:
    """The change of address that was asked for last and is not done."""
    asked = select(AddressChange).where(
        AddressChange.account_id == account_id, col(AddressChange.done_at).is_(None)
    )
    return session.exec(asked.order_by(col(AddressChange.id).desc()).limit(1)).first()
