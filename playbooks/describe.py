"""A playbook in plain text, for reading before it runs. Pure."""

from collections.abc import Iterator
from fractions import Fraction
from textwrap import fill

from playbooks.frozen import Number
from playbooks.model import (
    Activity,
    Anchor,
    Attest,
    Evidence,
    Gate,
    Playbook,
    Question,
    Stop,
    Touch,
    When,
)

_UNBROKEN = "\u00a0"
_SHARES = {Fraction(1): "each of them", Fraction(1, 2): "half of them", Fraction(2, 3): "two thirds of them"}
_ANCHORS = {
    Anchor.LAUNCH: "the launch",
    Anchor.STEP_OPENED: "the step opens",
    Anchor.ACTIVITY_BEGUN: "this begins",
    Anchor.CHAMPION_ASKED: "the champion is asked",
    Anchor.CHAMPION_AGREED: "the champion agrees",
    Anchor.SCORING_OPENED: "the team is asked to score",
    Anchor.LAUNCH_HELD: "the launch is held",
    Anchor.TEAM_CALL: "the team's call",
    Anchor.TEAM_QUIET: "a team's last call, where no other is dated",
    Anchor.TEAM_REPORT: "a team is to report back",
    Anchor.TEAM_RESTED: "a team has rested",
    Anchor.PLEDGE_REPORT: "an accepted offer is asked about",
    Anchor.ANSWER_DUE: "the answer is due",
    Anchor.COMMITMENT_DUE: "the commitment is due",
    Anchor.SURVEY_ROUND: "the survey comes round",
    Anchor.SURVEY_OPENED: "a survey is opened",
    Anchor.QUARTERLY_MEETING: "the partnership meeting",
    Anchor.SUPPORT_MEETING: "the support team's meeting",
    Anchor.HEALTH_CHECK: "the health check",
    Anchor.PARTNERSHIP_QUIET: "the last meeting of everyone, where no other is dated",
}
_GATE_DEEDS = {
    Anchor.GATE_REACHED: "is reached",
    Anchor.GATE_SETTLED: "waits for a release only",
    Anchor.GATE_OPENED: "opens",
}
_MEETINGS = {
    Anchor.LAUNCH,
    Anchor.TEAM_CALL,
    Anchor.QUARTERLY_MEETING,
    Anchor.SUPPORT_MEETING,
    Anchor.HEALTH_CHECK,
}
_STOPS = {
    Stop.ANSWERED: "unless answered",
    Stop.GATE_PASSED: "unless it is settled",
    Stop.ACKNOWLEDGED: "unless acknowledged",
    Stop.REPLIED_TO_ASK: "unless the champion has replied",
    Stop.SIGNED: "unless signed",
    Stop.RELEASED: "unless released",
    Stop.SCORED: "unless scored",
    Stop.REPLIED: "unless the guest has replied",
    Stop.SUMMARY_SENT: "unless the summary is out",
    Stop.FIRST_CALL_SET: "unless the first call is set",
    Stop.NEXT_CALL_SET: "unless the next call is set",
    Stop.NEXT_MEETING_SET: "unless the next meeting is set",
    Stop.AGENDA_SET: "unless the agenda is set",
    Stop.CALL_CLOSED: "unless the call is closed",
    Stop.REPORTED: "unless the lead has reported back",
    Stop.RESPONDED: "unless they have answered",
    Stop.COMMITMENT_DONE: "unless it is done",
    Stop.ATTENDANCE_RECORDED: "unless attendance is recorded",
}


def describe(playbook: Playbook) -> str:
    """The whole playbook: steps in order, what is sent when, and every gate with its questions."""
    return "\n".join(_lines(playbook)) + "\n"


def when_in_words(when: When) -> str:
    """The rule of a date, such as "3 days after the step opens"; business days and times of day are left out."""
    if when.anchor is Anchor.WEEK:
        return "every Monday"
    if when.anchor in _GATE_DEEDS:
        anchor = f"the gate {when.gate} {_GATE_DEEDS[when.anchor]}"
    else:
        anchor = _ANCHORS[when.anchor]
    if when.days == 0:
        return f"on the day of {anchor}" if when.anchor in _MEETINGS else f"when {anchor}"
    days = "1 day" if abs(when.days) == 1 else f"{abs(when.days)} days"
    return f"{days} {'before' if when.days < 0 else 'after'} {anchor}"


def _lines(playbook: Playbook) -> Iterator[str]:
    yield f"{playbook.title} ({playbook.key}, version {playbook.version})"
    yield _wrapped(playbook.summary)
    for number, step in enumerate(playbook.steps, 1):
        yield ""
        yield f"{number} · {step.title} [{step.slide}]"
        yield _wrapped(step.purpose)
        for part in step.order:
            yield ""
            yield from _gate(part, playbook) if isinstance(part, Gate) else _activity(part)


def _activity(activity: Activity) -> Iterator[str]:
    yield f"  {activity.title}"
    for touch in activity.touches:
        yield f"    · {_touch(touch)}"


def _touch(touch: Touch) -> str:
    if touch.task_for is None:
        who = f"to {touch.to}"
    else:
        about = "" if touch.to == touch.task_for else f" about {touch.to}"
        who = f"task for {touch.task_for}{about}"
    stop = f", {_STOPS[touch.stop]}" if touch.stop in _STOPS else ""
    release = ""
    if touch.release is not None:
        release = f", once released by {touch.release.by}{', one by one' if touch.release.each else ''}"
    return f"{when_in_words(touch.when)}: {touch.title} ({who}{stop}{release})"


def _gate(gate: Gate, playbook: Playbook) -> Iterator[str]:
    due = f", due {when_in_words(gate.due)}" if gate.due else ""
    together = f", together with {gate.together_with}" if gate.together_with else ""
    yield f"  Gate: {gate.title} ({gate.key}{due}{together})"
    for question in gate.questions:
        yield from _question(question, playbook)


def _question(question: Question, playbook: Playbook) -> Iterator[str]:
    mark = "·" if question.advisory else "□"
    yield fill(
        f"{question.ask} [{question.slide.replace(' ', _UNBROKEN)}]",
        100,
        initial_indent=f"    {mark} ",
        subsequent_indent="      ",
        break_long_words=False,
    )
    for evidence in question.evidence:
        yield f"      shown by {_evidence(evidence, playbook)}"
    if question.attest:
        yield f"      stated by {_attest(question.attest)}"
    if question.release:
        yield f"      settled by releasing {question.release}, when the rest is settled"
    if question.advisory:
        yield "      a warning only"


def _evidence(evidence: Evidence, playbook: Playbook) -> str:
    if evidence.true:
        return evidence.fact
    if evidence.more_than is not None:
        return f"{evidence.fact} above {evidence.more_than}"
    if evidence.reaches is not None:
        return f"{evidence.fact} reaching {evidence.reaches}"
    if evidence.at_least is not None:
        return f"{evidence.fact}, at least {_number(evidence.at_least, playbook)}"
    assert evidence.at_most is not None, "the model sees to one comparison"
    return f"{evidence.fact}, at most {_number(evidence.at_most, playbook)}"


def _number(number: Number, playbook: Playbook) -> str:
    return str(number) if isinstance(number, int) else f"{playbook.number(number)} ({number})"


def _attest(attest: Attest) -> str:
    share = "one is enough"
    if attest.share is not None:
        share = _SHARES.get(attest.share, f"{attest.share} of them")
    return f"{attest.by}, {share}" + (", with a note" if attest.note_required else "")


def _wrapped(words: str) -> str:
    return fill(words, 100, initial_indent="  ", subsequent_indent="  ")
