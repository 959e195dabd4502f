"""Whether messages leave the machine, and when they may reach somebody."""

from sqlmodel import Session, col, select

from sectorlaunch.query_cache import cached
from sectorlaunch.tables import Channel


def leaves_the_machine(session: Session) -> bool:
    """Whether any channel is live. Until then everything goes to the local mailbox and disturbs nobody."""

    def read() -> bool:
        live = select(Channel.id).where(col(Channel.live_since).is_not(None)).limit(1)
        return session.exec(live).first() is not None

    return cached(session, (Channel,), "leaves the machine", read)
