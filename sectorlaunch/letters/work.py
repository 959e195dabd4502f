"""Letters that ask somebody to do a piece of work of the launch: settle the logistics, note promises, set the rhythm."""

from collections.abc import Callable, Mapping

from languages import DEFAULT
from playbooks.gates import QuestionState
from playbooks.model import Gate, Question
from sectorlaunch import links
from sectorlaunch.facts import gate_status
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records.launch import Launch

MOST = 6
"""What is open is named so far; the page has the rest."""


def work_request(source: LetterSource) -> Fields:
    planned = source.planned
    assert planned is not None
    step = source.playbook.step(planned.step_key)
    activity = step.activity(planned.activity_key)
    rule = step.gate(activity.before)
    written = source.launch.playbook.step(step.key).gate(rule.key)
    still = [
        rule.question(question.key)
        for question in gate_status.look(source.launch, rule.key).questions
        if question.state is QuestionState.OPEN and rule.question(question.key).release is None
    ]
    where = WHERE.get(planned.activity_key, _launch_day)(source.launch)
    return {
        "work": activity.touch(planned.touch_key).title,
        "still_open": tuple(filter(None, (_named(source, written, question) for question in still)))[:MOST],
        "link": links.page(source.launch.partnership.slug, where),
        "answer_by": source.due_words,
    }


def _named(source: LetterSource, written: Gate, question: Question) -> str:
    """A question in the reader's language; nothing where it has no words there, and is left to the page."""
    words = question.title or question.ask
    english = written.question(question.key)
    return "" if source.language is not DEFAULT and words == (english.title or english.ask) else words


def _launch_day(launch: Launch) -> str:
    return f"/meetings/{launch.meeting.pk}" if launch.meeting is not None else "/meetings"


def next_meeting_request(source: LetterSource) -> Fields:
    last = source.meeting_of_the_letter()
    return {
        "last_day": source.on(last.starts_at) if last is not None and last.starts_at is not None else "",
        "link": links.page(source.launch.partnership.slug, "/meetings"),
    }


WHERE: Mapping[str, Callable[[Launch], str]] = {
    "settle-logistics": _launch_day,
    "note-commitments": lambda launch: f"/part{_launch_day(launch)}",
    "set-the-rhythm": lambda _: "/meetings",
    "form-teams": lambda _: "/results",
}
"""The page on which an activity is done."""
