"""A copy that was put back, set going again: what its original may have sent stays here, the rest leaves.

The copy knows nothing of what happened after it was made. It lives through that time first, as the original did, with
nobody written to: every message of that time is written and withheld, and can be sent by hand, one by one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from sectorlaunch import events
from sectorlaunch.engine import carry_out, next_due, polls, surveys
from sectorlaunch.engine.consequences import follow
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.outbox.message_states import settle
from sectorlaunch.records import standstills
from sectorlaunch.records.delivery import OPEN
from sectorlaunch.tables import HeldBecause, Message, MessageState, Standstill

MOST_MOMENTS = 5000
"""How many due moments of the time in between are lived through: more than a year has."""


@dataclass(frozen=True)
class AfterStandstill:
    """What became, or would become, of the messages: those the original may have sent, and those that leave."""

    withheld: tuple[Message, ...]
    leaving: tuple[Message, ...]


def end(session: Session, now: datetime, ran_until: datetime, by: str) -> AfterStandstill:
    """Ends the standstill. What was due by `ran_until`, when the original stopped, is withheld; the rest leaves.

    `ran_until` is aware. In a session that is taken back it says what would leave. Raises NotAllowed where nothing
    stands still, and BadInput for a moment that is yet to come.
    """
    standing = standstills.current(session)
    if standing is None:
        raise NotAllowed("Nothing is held back here: messages leave as usual.")
    if ran_until > now:
        raise BadInput("The original cannot have run until a moment that is yet to come.")
    newest_before = session.exec(select(func.max(Message.id))).one() or 0
    _live_through(session, ran_until)
    withheld = session.exec(
        select(Message)
        .where(OPEN, or_(col(Message.send_after) <= ran_until, col(Message.id) > newest_before))
        .order_by(col(Message.send_after), col(Message.id))
    ).all()
    for message in withheld:
        settle(session, now, message, MessageState.WITHHELD, "", HeldBecause.MAY_HAVE_LEFT)
    _end(session, now, standing, ran_until, by, len(withheld))
    session.flush()
    leaving = session.exec(
        select(Message).where(OPEN).order_by(col(Message.send_after), col(Message.id))
    ).all()
    return AfterStandstill(tuple(withheld), tuple(leaving))


def _live_through(session: Session, until: datetime) -> None:
    """Carries out at its own moment what was due in the time in between, with all that follows from it."""
    moment = datetime.min.replace(tzinfo=until.tzinfo)
    for _ in range(MOST_MOMENTS):
        due = next_due.next_due(session)
        if due is None or due > until:
            return
        # What is put off, or fails, must not be looked at for ever: time goes on by a minute at least.
        moment = max(due, moment + timedelta(minutes=1)) if moment.year > 1 else due
        if moment > until:
            return
        while (
            carry_out.due(session, moment)
            or polls.carry_out_due(session, moment)
            or surveys.carry_out_due(session, moment)
        ):
            session.flush()
        follow(session, moment)
        session.flush()
    raise NotAllowed(
        f"More than {MOST_MOMENTS} moments were due meanwhile: the copy is too old to be gone on from by itself. "
        "Put back a newer one."
    )


def _end(
    session: Session, now: datetime, standing: Standstill, ran_until: datetime, by: str, withheld: int
) -> None:
    standing.ended_at, standing.ended_by, standing.ran_until = now, by, ran_until
    session.add(standing)
    events.record(
        session,
        now,
        None,
        by,
        EventKind.STANDSTILL_ENDED,
        f"The copy goes on; its original ran until {ran_until:%Y-%m-%d %H:%M} UTC. Messages that it may have sent, "
        f"and that stay here: {withheld}.",
    )
