from datetime import date

import pytest

from playbooks.facts import FACTS, Count, Facts, Flag, TeamFacts


def test_it_looks_a_fact_up_by_its_path() -> None:
    facts = Facts(today=date(2027, 3, 10), team=TeamFacts(members=Count(value=7)))
    assert facts.look_up("team.members") == Count(value=7)


@pytest.mark.parametrize("path", ["team", "team.nobody", "today", "attesters", "team.members.value", ""])
def test_it_knows_no_other_path(path: str) -> None:
    with pytest.raises(KeyError):
        Facts(today=date(2027, 3, 10)).look_up(path)


def test_it_describes_every_fact_as_a_number_or_a_yes_or_no() -> None:
    assert [path for path, (kind, words) in FACTS.items() if kind not in (Count, Flag) or not words] == []
