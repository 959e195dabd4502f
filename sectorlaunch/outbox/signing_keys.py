"""The keys letters are signed with, one a sender's domain: made, shown for publishing, and used once they are published."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from notifications.envelope import LetterKey
from notifications.wires.dkim import new_key
from sectorlaunch import events
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.mail_domain import dkim_record
from sectorlaunch.mail_domain.names import NameServers, NoAnswer
from sectorlaunch.query_cache import cached
from sectorlaunch.tables import SigningKey

NONE_YET = "There is no key yet. Make one first: `sector-launch arriving key`."


def make(session: Session, now: datetime, domain: str, by: str = "convener") -> SigningKey:
    """The key of a domain, made where there is none. Nothing is signed with it yet."""
    key = of(session, domain)
    if key is None:
        private, public = new_key()
        key = SigningKey(
            domain=domain, selector=f"launch{now:%Y%m}", private=private, public=public, made_at=now
        )
        session.add(key)
        session.flush()
        events.record(
            session, now, None, by, EventKind.SIGNING_SET, f"A key to sign letters from {domain} is made."
        )
    return key


def begin(engine: Engine, now: datetime, names: NameServers, domain: str, by: str = "convener") -> None:
    """From here on letters from the domain are signed. Asks the name servers, so no transaction waits for them.

    Raises NotFound where there is no key, and BadInput where the domain does not publish it, or nobody can tell.
    """
    with reading(engine) as session:
        public = published_as(_find(session, domain))
    try:
        if not dkim_record.is_published(names, public):
            raise BadInput(
                f"{public.name} does not show the key yet; a signature nobody can check is worse than none. Publish the "
                "record, wait until the name servers know it, and try again."
            )
    except NoAnswer:
        raise BadInput("No name server answered, so nobody can tell whether the key is published.") from None
    with unit_of_work(engine, now) as session:
        key = _find(session, domain)
        if published_as(key) == public and key.signs_since is None:
            key.signs_since = now
            session.add(key)
            said = f"Letters from {domain} are signed from now on."
            events.record(session, now, None, by, EventKind.SIGNING_SET, said)


def end(session: Session, now: datetime, domain: str, by: str = "convener") -> None:
    """From here on letters from the domain are not signed here; the key is kept. Raises NotFound."""
    key = _find(session, domain)
    if key.signs_since is not None:
        key.signs_since = None
        session.add(key)
        said = f"Letters from {domain} are not signed here any more."
        events.record(session, now, None, by, EventKind.SIGNING_SET, said)


def of(session: Session, domain: str) -> SigningKey | None:
    return session.exec(select(SigningKey).where(SigningKey.domain == domain)).first()


def published_as(key: SigningKey) -> dkim_record.SigningKey:
    """What the domain is to publish of it."""
    return dkim_record.SigningKey(key.domain, key.selector, key.public)


def letter_key(session: Session, sender_address: str) -> LetterKey | None:
    """What a letter from this address is signed with; None where nothing is."""
    domain = sender_address.rpartition("@")[2].lower()

    def read() -> LetterKey | None:
        signs = select(SigningKey).where(
            SigningKey.domain == domain, col(SigningKey.signs_since).is_not(None)
        )
        key = session.exec(signs).first()
        return LetterKey(key.domain, key.selector, key.private) if key is not None else None

    return cached(session, (SigningKey,), ("letter key", domain), read)


def _find(session: Session, domain: str) -> SigningKey:
    key = of(session, domain)
    if key is None:
        raise NotFound(NONE_YET)
    return key
