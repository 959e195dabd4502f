"""Whether a message should leave now, wait, or stay here, out of regard for whoever gets it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sectorlaunch.tables import HeldBecause

WEEK = timedelta(days=7)
A_WEEK = 5
"""Messages a week to one person, over all partnerships, where the playbook does not say."""


class SendDecision(StrEnum):
    GO = "go"
    WAIT = "wait"
    WITHHOLD = "withhold"
    CANCEL = "cancel"
    """Nobody needs it any more."""
    MISS = "miss"
    """It comes too late."""


@dataclass(frozen=True)
class Judgment:
    """What is to become of a message. `because` and `reason` say what keeps it."""

    decision: SendDecision
    because: HeldBecause | None = None
    reason: str = ""
    not_before: datetime | None = None
    """When it may be tried again, in UTC, where it waits."""


GO = Judgment(SendDecision.GO)


def by_pause(now: datetime, paused_until: datetime | None, missed_after: datetime | None) -> Judgment:
    """A person who takes a pause is written to when it ends, if the message still means something then.

    `paused_until` is the moment the pause ends, `missed_after` the end of the message's late window.
    """
    if paused_until is None or now >= paused_until:
        return GO
    until = f"has asked for a pause until {paused_until:%Y-%m-%d}"
    if missed_after is not None and paused_until > missed_after:
        return Judgment(SendDecision.WITHHOLD, HeldBecause.PAUSE, f"{until}; it would come too late then.")
    return Judgment(SendDecision.WAIT, HeldBecause.PAUSE, f"{until}.", paused_until)


def by_week(now: datetime, sent: Sequence[datetime], a_week: int, missed_after: datetime | None) -> Judgment:
    """At most `a_week` messages reach a person in any seven days; the next leaves when the oldest is a week old.

    `sent` holds when messages that count were sent to them, by any partnership, in any order. A number below one
    sets no bound.
    """
    recent = sorted(moment for moment in sent if now - moment < WEEK)
    if a_week < 1 or len(recent) < a_week:
        return GO
    room = recent[-a_week] + WEEK
    had = f"{len(recent)} {'message' if len(recent) == 1 else 'messages'} reached them within a week, and {a_week} may"
    if missed_after is not None and room > missed_after:
        return Judgment(
            SendDecision.WITHHOLD,
            HeldBecause.WEEK_IS_FULL,
            f"{had}; it would come too late when there is room again.",
        )
    return Judgment(
        SendDecision.WAIT,
        HeldBecause.WEEK_IS_FULL,
        f"{had}; it leaves when there is room, on {room:%Y-%m-%d}.",
        room,
    )
