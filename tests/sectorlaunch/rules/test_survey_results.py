"""What may be shown of a survey: nobody can tell who said what, and what fell is seen."""

from hypothesis import given
from hypothesis import strategies as st

from playbooks.surveys import Privacy, Statement, Survey, Theme
from sectorlaunch.rules import survey_results
from sectorlaunch.rules.survey_results import BUSINESS, OTHERS, Rating, Results

LEAST = 5
SURVEY = Survey(
    key="health",
    title="Health",
    raters="champions",
    privacy=Privacy.GROUPED,
    least=LEAST,
    scale=("No concern", "Some", "Serious"),
    themes=(Theme(key="all", statements=(Statement(key="plan", text="Things move."),)),),
)
SHEETS = st.lists(
    st.tuples(
        st.sampled_from([BUSINESS, OTHERS]), st.sampled_from([None, 0, 1, 2]), st.sampled_from(["", "why"])
    ),
    max_size=14,
)
Sheet = tuple[str, int | None, str]


def shown(sheets: list[Sheet], asked: int | None = None) -> Results:
    rated = [Rating("plan", point, field=field) for field, point, _ in sheets if point is not None]
    said = [Rating("plan", None, words) for _, _, words in sheets if words]
    return survey_results.results(SURVEY, asked or len(sheets), len(sheets), [*rated, *said])


def points(*chosen: int) -> list[Sheet]:
    return [(BUSINESS, point, "") for point in chosen]


@given(SHEETS)
def test_it_shows_no_number_behind_which_stand_fewer_than_were_promised(sheets: list[Sheet]) -> None:
    (plan,) = shown(sheets).stated
    for spread in (plan.whole, plan.business, plan.others):
        assert spread is None or spread.number >= LEAST
    assert plan.by_name == ()


@given(SHEETS)
def test_it_leaves_nobody_to_be_worked_out_from_the_whole_and_a_part(sheets: list[Sheet]) -> None:
    (plan,) = shown(sheets).stated
    assert (plan.business is None) is (plan.others is None)
    if plan.business is not None and plan.others is not None:
        assert plan.whole is not None
        assert plan.whole.number == plan.business.number + plan.others.number


@given(SHEETS, st.randoms())
def test_it_looks_the_same_whoever_said_it(sheets: list[Sheet], dice: object) -> None:
    """Two worlds in which other people of the same field gave the same sheets cannot be told apart."""
    swapped = sorted(sheets, key=str)
    one, other = shown(sheets), shown(swapped)
    assert [s.whole for s in one.stated] == [s.whole for s in other.stated]
    assert [(s.business, s.others) for s in one.stated] == [(s.business, s.others) for s in other.stated]


@given(SHEETS)
def test_it_says_nothing_at_all_below_the_threshold(sheets: list[Sheet]) -> None:
    found = shown(sheets[: LEAST - 1])
    assert not found.is_shown
    assert all(one.whole is None and one.comments == () for one in found.stated)


def test_it_sees_a_share_that_fell_by_twenty_points() -> None:
    before, now = shown(points(0, 0, 0, 0, 1)), shown(points(0, 0, 0, 1, 1))
    assert [one.statement.key for one in survey_results.fallen(now, before)] == ["plan"]


def test_it_sees_a_median_that_fell_by_a_point() -> None:
    before, now = shown(points(1, 1, 1, 1, 1)), shown(points(2, 2, 2, 1, 1))
    assert survey_results.fallen(now, before)


def test_it_compares_nothing_that_half_did_not_answer() -> None:
    before, now = shown(points(0, 0, 0, 0, 0)), shown(points(2, 2, 2, 2, 2), asked=11)
    assert survey_results.fallen(now, before) == []


def test_it_takes_what_rose_for_no_fall() -> None:
    assert survey_results.fallen(shown(points(0, 0, 0, 0, 0)), shown(points(2, 2, 2, 2, 2))) == []
