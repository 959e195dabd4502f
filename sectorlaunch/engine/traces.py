"""One round over what the installation itself keeps of people, as its keeping periods say."""

from datetime import datetime, timedelta

from sqlmodel import Session

from sectorlaunch.actions import traces
from sectorlaunch.settings import TracePeriods


def sweep(session: Session, now: datetime, periods: TracePeriods) -> list[str]:
    """Forgets what is older than its period; says in sentences how much of what."""
    said = []
    for days, forget, what in (
        (periods.sign_ins, traces.forget_sign_ins, "Ended sign-ins and changes of address"),
        (periods.links, traces.forget_links, "Dead links"),
        (periods.received, traces.forget_received, "Notes of received mail"),
    ):
        count = forget(session, now - timedelta(days=days)) if days else 0
        if count:
            said.append(f"{what}: {count} forgotten")
    return said
