"""Grants as they are kept: added, given another secret, ended, mended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from notifications.oauth.providers import WAYS, Client, Door, Provider, Way
from notifications.oauth.tokens import NotAKey, check_key
from notifications.wires.grant_of import grant_of
from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.tables import Channel, Inbox, MailGrant, PlaybookRun

NAMES = {Provider.MICROSOFT: "Microsoft", Provider.GOOGLE: "Google"}
LARGEST_SECRET = 20_000


@dataclass(frozen=True)
class GrantLine:
    """A grant for eyes: no secret in it."""

    id: int
    provider: str
    way: Way
    door: Door
    mailbox: str
    client_id: str
    waits_for_consent: bool
    asked_until: datetime | None
    """Until when the link that was made last can be used."""
    ended_at: datetime | None
    trouble: str

    @property
    def state(self) -> str:
        if self.ended_at is not None:
            return "ended"
        return "waits for consent" if self.waits_for_consent else "open"


def add(session: Session, now: datetime, client: Client, by: str) -> MailGrant:
    """Adds a grant, or finds the one of this mailbox, app and way, and gives it this secret.

    Raises BadInput with what to do, and without the secret.
    """
    client = checked(client)
    found = select(MailGrant).where(
        MailGrant.provider == client.provider,
        MailGrant.way == client.way,
        MailGrant.door == client.door,
        MailGrant.mailbox == client.mailbox,
        MailGrant.tenant == client.tenant,
        MailGrant.client_id == client.client_id,
    )
    grant = session.exec(found).first()
    if grant is not None:
        return hand_in(session, now, grant, client.secret, by)
    grant = MailGrant(
        provider=client.provider,
        way=client.way,
        door=client.door,
        mailbox=client.mailbox,
        tenant=client.tenant,
        client_id=client.client_id,
        secret=client.secret,
    )
    session.add(grant)
    session.flush()
    said = f"{NAMES[client.provider]} is asked to let us into {client.mailbox}, by {client.way.value}."
    events.record(session, now, None, by, EventKind.MAIL_GRANT_SET, said)
    return grant


def hand_in(session: Session, now: datetime, grant: MailGrant, secret: str, by: str) -> MailGrant:
    """Another secret for the same app: what had ended for want of it is asked again. Raises BadInput."""
    client = checked(client_of(grant, secret))
    if grant.secret == client.secret and grant.ended_at is None:
        return grant
    grant.secret = client.secret
    let_in_again(session, now, grant, by)
    events.record(
        session, now, None, by, EventKind.MAIL_GRANT_SET, f"{grant.mailbox} has a new {grant.way.value}."
    )
    return grant


def let_in_again(session: Session, now: datetime, grant: MailGrant, by: str) -> None:
    """From here on tokens are asked for again, and every launch that was told is told."""
    was_ended = grant.ended_at is not None
    grant.ended_at, grant.trouble, grant.access_token, grant.access_ends_at = None, "", "", None
    session.add(grant)
    session.flush()
    if was_ended:
        said = f"{NAMES[grant.provider]} is asked for {grant.mailbox} again."
        _tell(session, now, grant, EventKind.MAIL_GRANT_RENEWED, said, by)


def end(session: Session, now: datetime, grant: MailGrant, why: str) -> None:
    """The provider lets us in no more: nothing is asked until a person has mended it, and every launch is told."""
    if grant.ended_at is not None:
        return
    grant.ended_at, grant.trouble, grant.access_token, grant.access_ends_at = now, why[:1000], "", None
    session.add(grant)
    said = f"{NAMES[grant.provider]} lets us into {grant.mailbox} no more."
    _tell(session, now, grant, EventKind.MAIL_GRANT_ENDED, said, "Sector Launch")


def remove(session: Session, now: datetime, grant_id: int, by: str) -> None:
    """Forgets a grant with its secrets. Raises NotFound, and NotAllowed while a channel or a mailbox signs in by it."""
    grant = find(session, grant_id)
    addresses = [*session.exec(select(Channel.masked)), *session.exec(select(Inbox.masked))]
    if any(grant_of(address) == grant_id for address in addresses):
        raise NotAllowed(
            f"Letters leave from {grant.mailbox}, or it is read. Give the channel and the mailbox another address first."
        )
    session.delete(grant)
    said = f"{NAMES[grant.provider]} is not asked for {grant.mailbox} any more; its secrets are forgotten."
    events.record(session, now, None, by, EventKind.MAIL_GRANT_SET, said)


def client_of(grant: MailGrant, secret: str = "") -> Client:
    return Client(
        grant.provider,
        grant.way,
        grant.door,
        grant.mailbox,
        grant.tenant,
        grant.client_id,
        secret or grant.secret,
    )


def find(session: Session, grant_id: int) -> MailGrant:
    """Raises NotFound."""
    grant = session.get(MailGrant, grant_id)
    if grant is None:
        raise NotFound(f"There is no mailbox number {grant_id} at Microsoft or Google.")
    return grant


def list_grants(session: Session) -> list[GrantLine]:
    """Every grant, without its secrets."""
    return [
        GrantLine(
            row.pk,
            NAMES[row.provider],
            row.way,
            row.door,
            row.mailbox,
            row.client_id,
            row.way is Way.CONSENT and not row.refresh_token,
            row.asked_until if row.asked_state else None,
            row.ended_at,
            row.trouble,
        )
        for row in session.exec(select(MailGrant).order_by(col(MailGrant.id)))
    ]


def chosen(provider: str, way: str) -> tuple[Provider, Way]:
    """As somebody typed them. Raises BadInput with what there is."""
    try:
        found = Provider(provider.strip().lower()), Way(way.strip().lower().replace("-", " "))
    except ValueError:
        ways = "; ".join(f"{one.value}: {', '.join(WAYS[one])}" for one in Provider)
        raise BadInput(f"Choose a provider and a way in. There are {ways}.") from None
    return found


def checked(client: Client) -> Client:
    """The same, as it is kept. Raises BadInput."""
    mailbox, tenant, secret = client.mailbox.strip().lower(), client.tenant.strip(), client.secret.strip()
    if mailbox.count("@") != 1 or any(sign.isspace() for sign in mailbox) or not mailbox.isascii():
        raise BadInput("Give the address of the mailbox, such as launch@example.org.")
    if client.way not in WAYS[client.provider]:
        raise BadInput(f"{NAMES[client.provider]} has no way in by {client.way.value}.")
    if client.provider is Provider.GOOGLE:
        tenant = ""
        if client.door is Door.GRAPH:
            raise BadInput("Graph is Microsoft’s. Google is used by SMTP and IMAP.")
    elif not tenant or any(sign in tenant for sign in "/?#@ "):
        raise BadInput("Give the directory (tenant) id, or the domain, as the page of the app shows it.")
    if not secret or len(secret) > LARGEST_SECRET:
        raise BadInput(
            f"Hand in the {client.way.value if client.way is not Way.CONSENT else 'client secret'}."
        )
    if client.way is Way.SECRET and _is_a_number(secret):
        raise BadInput(
            "This is the number of the secret (Secret ID). Hand in its value, shown once beside it."
        )
    made = Client(client.provider, client.way, client.door, mailbox, tenant, client.client_id.strip(), secret)
    try:
        client_id = check_key(made) or made.client_id
    except NotAKey as error:
        raise BadInput(str(error)) from None
    if not client_id:
        raise BadInput("Give the client id of the app, as its page shows it.")
    return Client(made.provider, made.way, made.door, mailbox, tenant, client_id, secret)


def _is_a_number(secret: str) -> bool:
    try:
        return str(UUID(secret)) == secret.lower()
    except ValueError:
        return False


def _tell(session: Session, now: datetime, grant: MailGrant, kind: EventKind, said: str, by: str) -> None:
    """In the history of the installation, and of each launch under way: what follows is done for each."""
    events.record(session, now, None, by, kind, said, grant_id=grant.pk)
    for run_id in session.exec(select(PlaybookRun.id).where(col(PlaybookRun.ended_at).is_(None))):
        if run_id is not None:
            events.touch(session, run_id, kind, grant_id=grant.pk)
