"""The letters of the last day on which any left or was written: to whom, what, and what became of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Message, MessageState

MOST = 40
"""Letters named one by one; more are counted."""

WORDS = {
    MessageState.QUEUED: "waiting to leave",
    MessageState.LEASED: "leaving",
    MessageState.SENT: "sent",
    MessageState.DEAD: "failed",
    MessageState.CANCELED: "canceled",
    MessageState.MISSED: "missed",
    MessageState.UNCERTAIN: "in doubt",
    MessageState.WITHHELD: "withheld",
}


@dataclass(frozen=True)
class LetterLine:
    """One letter; `why` is empty where its state says it all."""

    to: str
    subject: str
    state: str
    why: str


@dataclass(frozen=True)
class LastLetters:
    """`on` is a day in the partnership's zone; `counts` has each state in words with how many."""

    on: date
    counts: dict[str, int]
    letters: tuple[LetterLine, ...]

    @property
    def more(self) -> int:
        """How many are counted and not named."""
        return sum(self.counts.values()) - len(self.letters)


def of(launch: Launch) -> LastLetters | None:
    """None before the first letter."""
    moment = func.coalesce(col(Message.sent_at), col(Message.queued_at))
    of_run = Message.run_id == launch.run_id
    newest = launch.session.exec(
        select(func.max(col(Message.sent_at)), func.max(col(Message.queued_at))).where(of_run)
    ).one()
    latest = max((one for one in newest if one is not None), default=None)
    if latest is None:
        return None
    on = latest.astimezone(launch.zone).date()
    begins = datetime.combine(on, time(), launch.zone)
    within = (of_run, moment >= begins, moment < begins + timedelta(days=1))
    states = launch.session.exec(select(Message.state, func.count()).where(*within).group_by(Message.state))
    counts = Counter({WORDS[MessageState(state)]: count for state, count in states})
    rows = launch.session.exec(
        select(Message).where(*within).order_by(moment, col(Message.id)).limit(MOST)
    ).all()
    letters = tuple(LetterLine(row.to_name, row.subject, WORDS[row.state], row.why) for row in rows)
    return LastLetters(on, dict(counts.most_common()), letters)
