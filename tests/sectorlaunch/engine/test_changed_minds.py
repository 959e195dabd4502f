"""Somebody answers the same question again and again: the last word counts, once, and what was said before costs nothing."""

from datetime import timedelta

from sectorlaunch import database
from sectorlaunch.records import answers
from sectorlaunch.tables import AnswerVerdict
from tests.cast import TEAM, Launch

GATE = "shared-table"
QUESTION = "shared-view"


def test_it_never_happens__what_somebody_thought_before_is_told_as_their_word(launch: Launch) -> None:
    first, second = TEAM[:2]
    launch.answer(first, GATE, QUESTION, AnswerVerdict.STILL_OPEN, "Not yet.")
    launch.answer(second, GATE, QUESTION)
    launch.now += timedelta(hours=1)
    launch.answer(first, GATE, QUESTION, AnswerVerdict.DONE, "Now we do.")
    with database.reading(launch.engine) as session:
        counting = answers.current(session, launch.run_id, GATE)
        every = answers.given(session, launch.run_id, GATE, 10)
    assert [(one.name, one.note) for one in counting] == [(second, ""), (first, "Now we do.")]
    assert [answer.note for answer, _ in every] == ["Now we do.", "", "Not yet."]
