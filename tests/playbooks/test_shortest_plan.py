"""Whether the day of a launch can hold, and what may be dropped so that it does."""

from datetime import date, timedelta

import pytest

from playbooks import loader, shortest_plan
from playbooks.calendar import Calendar
from playbooks.model import Playbook
from playbooks.shortest_plan import Plan
from playbooks.yaml_lines import FileMistakes
from sectorlaunch.playbook_vocabulary import vocabulary

TODAY = date(2026, 11, 30)
CALENDAR = Calendar("America/Denver", "US", "CO")
LETTERS = ("invitation",)


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return loader.load(loader.shipped_text("sector-launch"), "sector_launch.yaml", vocabulary())


def look(playbook: Playbook, wanted: date, settled: tuple[str, ...] = (), **own: int) -> Plan:
    return shortest_plan.look(
        playbook, settled, LETTERS, TODAY, wanted, {**playbook.numbers, **own}, CALENDAR
    )


def test_it_says_that_five_weeks_cannot_hold_and_what_to_drop(playbook: Playbook) -> None:
    plan = look(playbook, date(2027, 1, 4))
    assert not plan.holds
    first, second = plan.sentences
    assert first.startswith("Monday, January 4 cannot hold")
    assert "the earliest is" in first
    assert "in one meeting instead of by mail" in second
    assert "champions by phone" in second
    assert second.count("“") <= 2, "it strung all the titles together"


def test_it_drops_no_more_than_the_date_takes(playbook: Playbook) -> None:
    nearly = look(playbook, look(playbook, TODAY + timedelta(days=1)).earliest - timedelta(days=7))
    assert len(nearly.drops) == 1
    assert nearly.drops[-1].earliest <= nearly.wanted
    assert nearly.sentences[1].startswith("To hold ")


def test_it_says_so_where_nothing_helps(playbook: Playbook) -> None:
    plan = look(playbook, TODAY + timedelta(days=9))
    assert plan.drops[-1].earliest > plan.wanted
    assert plan.sentences[1].startswith("Even if you settle ")


def test_it_squeezes_by_the_numbers_of_the_playbook(playbook: Playbook) -> None:
    wanted = TODAY + timedelta(days=9)
    usual = look(playbook, wanted)
    assert "14 days ahead instead of 30" in usual.drops[-1].what
    tighter = look(playbook, wanted, one_meeting_days=1, by_phone_days=2, shortest_lead_days=7)
    assert "7 days ahead instead of 30" in tighter.drops[-1].what
    assert [a.earliest < b.earliest for a, b in zip(tighter.drops, usual.drops, strict=True)] == [True] * 3


def test_it_states_every_number_of_a_squeezed_plan_in_the_file(playbook: Playbook) -> None:
    assert shortest_plan.USUAL.items() <= playbook.numbers.items()


def test_it_refuses_a_number_no_plan_can_be_squeezed_by() -> None:
    text = loader.shipped_text("sector-launch")
    wrong = text.replace("  shortest_lead_days: 14 ", "  shortest_lead_days: 45 ").replace(
        "  by_phone_days: 5 ", "  by_phone_days: 0 "
    )
    with pytest.raises(FileMistakes) as refused:
        loader.load(wrong, "own.yaml", vocabulary())
    lines = wrong.splitlines()
    for name in ("shortest_lead_days", "by_phone_days"):
        line = next(number for number, one in enumerate(lines, 1) if one.startswith(f"  {name}:"))
        assert f"line {line}" in str(refused.value)
        assert name in str(refused.value)


def test_it_has_nothing_to_say_about_a_day_that_holds(playbook: Playbook) -> None:
    earliest = look(playbook, TODAY + timedelta(days=1)).earliest
    assert look(playbook, earliest).sentences == ()
    assert not look(playbook, CALENDAR.last_before(earliest)).holds


def test_it_counts_only_what_is_still_ahead(playbook: Playbook) -> None:
    gates = tuple(one.gate for one in shortest_plan.stretches(playbook, LETTERS))
    assert gates[0] == "shared-table"
    assert gates[-1] == "invite-list"
    plan = look(playbook, TODAY + timedelta(days=36), settled=gates)
    assert plan.letter_on == TODAY
    assert plan.holds


def test_it_proposes_business_days_only(playbook: Playbook) -> None:
    for days in range(1, 60):
        plan = look(playbook, TODAY + timedelta(days=days), invitation_lead_days=days)
        assert all(
            CALENDAR.is_business_day(one) for one in (plan.earliest, *(d.earliest for d in plan.drops))
        )


def test_it_has_nothing_to_say_of_a_playbook_without_a_letter() -> None:
    series = loader.load(loader.shipped_text("session-series"), "session_series.yaml", vocabulary())
    assert shortest_plan.stretches(series, LETTERS) == []
