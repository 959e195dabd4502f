"""Whether letters arrive: what is found of the sender's domain, the last test letter, and the key they are signed with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from sectorlaunch.database import reading
from sectorlaunch.mail_domain import dkim_record, findings, received_letter
from sectorlaunch.mail_domain.findings import ArrivalFinding, Sending
from sectorlaunch.mail_domain.names import NameServers
from sectorlaunch.outbox import arrival_tests, signing_keys
from sectorlaunch.outbox.write import addresses
from sectorlaunch.settings import Settings
from sectorlaunch.tables import ArrivalTest


@dataclass(frozen=True)
class ArrivingPage:
    sending: Sending | None
    findings: list[ArrivalFinding]
    """What the name servers say."""
    received: list[ArrivalFinding]
    """What the receiver of the last test letter that came found."""
    came_at: datetime | None
    awaited: ArrivalTest | None
    """The letter that was sent last and has not come."""
    mailbox: str
    """The address whose mail is read here; "" where none is."""
    key_to_publish: str
    """What to send to whoever looks after the domain, for the key to be seen; "" where there is no key."""
    signs_since: datetime | None

    @property
    def to_ask(self) -> str:
        """Everything to ask for, as one text."""
        asks = [one.ask for one in (*self.findings, *self.received) if one.ask]
        return "\n\n".join(dict.fromkeys(asks))


def of(engine: Engine, settings: Settings) -> ArrivingPage:
    """Asks the name servers, so it takes an engine: no transaction waits for them."""
    names = NameServers(settings.name_server_addresses)
    with reading(engine) as session:
        leaves = arrival_tests.sending(session, settings.allowed_channel_hosts)
        key = signing_keys.of(session, leaves.domain) if leaves is not None else None
        inbox = addresses.live_inbox(session)
        came, newest = arrival_tests.newest_that_came(session), arrival_tests.newest(session)
    received = (
        received_letter.judge(names, arrival_tests.reception_of(came), leaves) if came and leaves else []
    )
    return ArrivingPage(
        sending=leaves,
        findings=findings.look(names, leaves) if leaves is not None else [],
        received=received,
        came_at=came.came_at if came is not None else None,
        awaited=newest if newest is not None and newest.came_at is None else None,
        mailbox=inbox.address if inbox is not None else "",
        key_to_publish=dkim_record.asked_for(signing_keys.published_as(key)) if key is not None else "",
        signs_since=key.signs_since if key is not None else None,
    )
