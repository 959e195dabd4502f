"""The rule of a date poll: most yes, then most if need be, then the earliest; for the launch, champions first."""

from datetime import UTC, datetime, timedelta

import pytest

from sectorlaunch.rules.poll_rule import Ballot, decide
from sectorlaunch.tables import PollChoice, PollRule

FIRST = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)
WORDS = {"y": PollChoice.YES, "m": PollChoice.IF_NEED_BE, "n": PollChoice.NO}
CHAMPIONS = frozenset({1, 2})
"""The first two of those who vote."""


def ballots(*said: str) -> list[Ballot]:
    """One date a word, a day apart; its letters are what the first, second, … person said, "." nothing."""
    return [
        Ballot(
            number,
            FIRST + timedelta(days=number),
            {person: WORDS[letter] for person, letter in enumerate(word, 1) if letter != "."},
        )
        for number, word in enumerate(said, 1)
    ]


@pytest.mark.parametrize(
    ("said", "chosen", "why"),
    [
        (("yyn", "ynn", "nnn"), 1, "It has most “yes”: 2, and the next date 1."),
        (("ynn", "yyn", "mmm"), 2, "It has most “yes”: 2, and the next date 1."),
        (("ymn", "ymm", "nyn"), 2, "Three dates have as many “yes”, 1 each. It has most “if need be”: 2"),
        (("yyn", "yyn", "nnn"), 1, "Two dates have as many “yes”, 2 each."),
        (("yyn", "yyn", "nnn"), 1, "It is the earliest of them."),
        (("nnn", "nmn", "nnn"), 2, "It is the only date that suits anybody."),
        (("mmn", "mnn", "nnn"), 1, "It has most “if need be”: 2, and the next date 1."),
        (("y..", "yy.", "..."), 2, "It has most “yes”: 2"),
        (("nnn", "nnn", "nnn"), None, "None of the dates suits anybody, so no date is set."),
        (("...", "...", "..."), None, "Nobody voted, so no date is set."),
    ],
)
def test_it_chooses_most_yes_then_most_if_need_be_then_the_earliest(
    said: tuple[str, ...], chosen: int | None, why: str
) -> None:
    decision = decide(PollRule.EVERYONE_ALIKE, ballots(*said))
    assert decision.option_id == chosen
    assert why in decision.why


@pytest.mark.parametrize(
    ("said", "chosen", "why"),
    [
        (("yynnn", "ynyyy"), 1, "It has most “yes” from the champions: 2, and the next date 1."),
        (("ynnnn", "ymnnn"), 2, "It has most “if need be” from the champions: 1, and the next date 0."),
        (("yynnn", "yyynn"), 2, "It has most “yes”: 3, and the next date 2."),
        (("yymnn", "yymmn"), 2, "It has most “if need be”: 2, and the next date 1."),
        (("yyynn", "yynyn"), 1, "It is the earliest of them."),
        (("..ynn", "..yyn"), 2, "It has most “yes”: 2, and the next date 1."),
        (("nnyyy", "mnnnn"), 2, "It has most “if need be” from the champions: 1"),
        (("nnyyn", "nnynn"), 1, "It has most “yes”: 2"),
    ],
)
def test_it_lets_the_champions_choose_the_launch_and_the_others_where_they_leave_it_open(
    said: tuple[str, ...], chosen: int, why: str
) -> None:
    decision = decide(PollRule.CHAMPIONS_FIRST, ballots(*said), CHAMPIONS)
    assert decision.option_id == chosen
    assert why in decision.why


def test_it_asks_everyone_alike_while_there_is_no_champion() -> None:
    assert decide(PollRule.CHAMPIONS_FIRST, ballots("nyy", "yyy")).option_id == 2


def test_it_takes_the_earliest_of_two_equal_dates_however_they_are_ordered() -> None:
    assert decide(PollRule.EVERYONE_ALIKE, ballots("yy", "yy")[::-1]).option_id == 1
