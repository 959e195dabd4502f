"""Choosing the industries and periods a partnership looks at."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.census import ranking
from sectorlaunch.events import EventKind
from sectorlaunch.records import labor_market, partnerships
from sectorlaunch.records.labor_market import Choice
from sectorlaunch.tables import RankingChoice


def choose(session: Session, now: datetime, run_id: int, choice: Choice, *, by: str) -> None:
    """Keeps the team's weights for everyone who looks after it."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    if choice == labor_market.choice_of(session, partnership_id):
        return
    session.add(
        RankingChoice(
            partnership_id=partnership_id,
            weights=dict(zip(ranking.MEASURES, choice.weights.all, strict=True)),
            ownership=choice.ownership.value,
            against=choice.against.value,
            least_jobs=choice.least_jobs,
            set_at=now,
            set_by=by,
        )
    )
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.WEIGHTS_SET,
        f"{choice.weights.words}; {choice.ownership.value} jobs.",
    )
