"""The days on which action teams, and organizations that promised something, are asked how it stands: again and again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from playbooks.model import Anchor
from sectorlaunch.query_cache import cached
from sectorlaunch.records import playbook_editions, teams
from sectorlaunch.records.about import About
from sectorlaunch.tables import AboutKind, Commitment, CommitmentState, Partnership, PlaybookRun

SHOWN_BACK = 20
"""Days for which a round that has begun still stands: longer than any late window of it."""
PLANNED_AHEAD = 2
"""Rounds that are planned at a time; the next follows when one is carried out."""
EVERY = {Anchor.TEAM_REPORT: ("report_back_days", 60), Anchor.PLEDGE_REPORT: ("pledge_report_days", 91)}
"""The number of the playbook that says how often, and what holds where it has none (P: sixty-day goals; S2 25)."""


def ahead(
    session: Session,
    now: datetime,
    run: PlaybookRun,
    partnership: Partnership,
    anchor: Anchor,
    since: date | None,
) -> Iterator[tuple[About, date]]:
    """What is asked about, and the days, in the partnership's zone; none from before `since`."""
    zone, every = ZoneInfo(partnership.zone), days_between(session, run, partnership, anchor)
    today = now.astimezone(zone).date()
    not_before = max(today - timedelta(days=SHOWN_BACK), since or date.min)
    for kind, number, begun in _asked(session, partnership.pk, anchor):
        first = begun.astimezone(zone).date()
        for on in rounds(first, every, today):
            if on >= not_before:
                yield About(kind, number, on=on), on


def days_between(session: Session, run: PlaybookRun, partnership: Partnership, anchor: Anchor) -> int:
    name, usual = EVERY[anchor]
    numbers = {**playbook_editions.of_run(session, run.pk).numbers, **partnership.numbers}
    return max(1, numbers.get(name, usual))


def rounds(first: date, every: int, today: date) -> Iterator[date]:
    """The round that has begun last, and those after it that are planned."""
    begun = max(0, (today - first).days // every)
    for number in range(max(1, begun), begun + PLANNED_AHEAD + 1):
        yield first + timedelta(days=number * every)


def _asked(session: Session, partnership_id: int, anchor: Anchor) -> list[tuple[AboutKind, int, datetime]]:
    if anchor is Anchor.TEAM_REPORT:
        return [(AboutKind.TEAM, team.pk, team.formed_at) for team in teams.at_work(session, partnership_id)]

    def read() -> list[Commitment]:
        bound = col(Commitment.organization_id).is_not(None), Commitment.state == CommitmentState.OPEN
        return list(
            session.exec(select(Commitment).where(Commitment.partnership_id == partnership_id, *bound))
        )

    pledges = cached(session, (Commitment,), ("pledges", partnership_id), read)
    return [(AboutKind.COMMITMENT, one.pk, one.made_at) for one in pledges]
