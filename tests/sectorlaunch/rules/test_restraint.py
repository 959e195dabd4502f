"""When a message goes, waits or stays, out of regard for whoever gets it: a table of cases."""

from datetime import UTC, datetime, timedelta

import pytest

from sectorlaunch.rules.restraint import SendDecision, by_pause, by_week

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days_ago", "a_week", "late_days", "decision", "room_in_days"),
    [
        ((), 5, 3, SendDecision.GO, None),
        ((1, 2, 3, 4), 5, 3, SendDecision.GO, None),
        ((1, 2, 3, 4, 5), 5, 3, SendDecision.WAIT, 2),
        ((5, 1, 3, 2, 4), 5, 3, SendDecision.WAIT, 2),
        ((1, 2, 3, 4, 7), 5, 3, SendDecision.GO, None),
        ((1, 1, 1, 1, 1), 5, 3, SendDecision.WITHHOLD, None),
        ((1, 1, 1, 1, 1), 5, None, SendDecision.WAIT, 6),
        ((1, 2, 3, 4, 5, 6), 5, 3, SendDecision.WAIT, 2),
        ((1,), 1, 6, SendDecision.WAIT, 6),
        ((1, 1, 1), 0, 3, SendDecision.GO, None),
    ],
)
def test_it_lets_so_many_messages_through_in_any_seven_days(
    days_ago: tuple[int, ...],
    a_week: int,
    late_days: int | None,
    decision: SendDecision,
    room_in_days: int | None,
) -> None:
    late = None if late_days is None else NOW + late_days * DAY
    judgment = by_week(NOW, [NOW - days * DAY for days in days_ago], a_week, late)
    assert judgment.decision is decision
    assert judgment.not_before == (None if room_in_days is None else NOW + room_in_days * DAY)
    assert (judgment.reason == "") == (decision is SendDecision.GO)


@pytest.mark.parametrize(
    ("ends_in_days", "late_days", "decision"),
    [
        (None, 3, SendDecision.GO),
        (0, 3, SendDecision.GO),
        (-1, 3, SendDecision.GO),
        (2, 3, SendDecision.WAIT),
        (3, 3, SendDecision.WAIT),
        (4, 3, SendDecision.WITHHOLD),
        (400, None, SendDecision.WAIT),
    ],
)
def test_it_keeps_to_a_pause(ends_in_days: int | None, late_days: int | None, decision: SendDecision) -> None:
    ends = None if ends_in_days is None else NOW + ends_in_days * DAY
    late = None if late_days is None else NOW + late_days * DAY
    judgment = by_pause(NOW, ends, late)
    assert judgment.decision is decision
    assert judgment.not_before == (ends if decision is SendDecision.WAIT else None)
