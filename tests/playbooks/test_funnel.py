"""The planning funnel: from the number wanted in the room to the number of letters, and back from the answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.funnel import Answers, Rates, outnumbered, plan

USUAL = Rates()


@pytest.mark.parametrize(
    ("target", "answers", "needed", "expected"),
    [
        (15, Answers(), 75, 0),
        (15, Answers(invited=75), 75, 15),
        (8, Answers(invited=20), 40, 4),
        # Just what the playbook foresees: nothing changes.
        (15, Answers(invited=75, coming=23, declined=17), 75, 15),
        # Everybody says no so far: more letters.
        (15, Answers(invited=75, declined=20), 188, 4),
        # Everybody says yes so far: fewer.
        (15, Answers(invited=75, coming=20), 45, 23),
    ],
)
def test_it_plans_by_the_playbook_and_is_corrected_by_answers(
    target: int, answers: Answers, needed: int, expected: int
) -> None:
    found = plan(target, USUAL, answers)
    assert (found.needed, round(found.expected)) == (needed, expected)


def test_it_lets_a_few_answers_move_the_rate_a_little_and_many_make_it_their_own() -> None:
    few = plan(15, USUAL, Answers(invited=500, declined=2)).yes_rate
    many = plan(15, USUAL, Answers(invited=500, declined=180)).yes_rate
    assert 0.5 < few < 0.575
    assert many < 0.06


def test_it_counts_a_maybe_as_half_a_yes() -> None:
    two = plan(15, USUAL, Answers(invited=40, maybe=2, declined=1)).yes_rate
    one = plan(15, USUAL, Answers(invited=40, coming=1, declined=2)).yes_rate
    assert two == one


@given(st.integers(0, 60), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 200))
def test_it_never_needs_fewer_letters_for_one_more_refusal(
    target: int, coming: int, maybe: int, declined: int, silent: int
) -> None:
    before = Answers(coming + maybe + declined + silent + 1, coming, maybe, declined)
    after = Answers(before.invited, coming, maybe, declined + 1)
    assert plan(target, USUAL, after).expected <= plan(target, USUAL, before).expected


def test_it_refuses_rates_that_grow() -> None:
    with pytest.raises(ValueError, match="at most the one before"):
        plan(15, Rates(75, 80, 23, 15), Answers())


@pytest.mark.parametrize(
    ("counts", "warnings"),
    [((10, 5, 4, 2), 0), ((5, 5, 0, 0), 1), ((10, 5, 2, 3), 1), ((4, 6, 1, 1), 2), ((0, 0, 0, 0), 0)],
)
def test_it_warns_when_public_partners_would_be_the_most(
    counts: tuple[int, int, int, int], warnings: int
) -> None:
    assert len(outnumbered(*counts)) == warnings
