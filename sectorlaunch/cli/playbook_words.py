"""A playbook in lines of text."""

from collections.abc import Iterator

from playbooks.model import Activity, Gate, Playbook, Question, Touch, When


def lines(playbook: Playbook) -> Iterator[str]:
    yield f"{playbook.title} ({playbook.key}, version {playbook.version})"
    yield playbook.summary
    for number, step in enumerate(playbook.steps, start=1):
        yield ""
        yield f"{number}. {step.title} ({step.key}) [{step.slide}]"
        yield f"   {step.purpose}"
        for item in step.order:
            yield from _gate(playbook, item) if isinstance(item, Gate) else _activity(item)


def _activity(activity: Activity) -> Iterator[str]:
    yield f"   · {activity.title}"
    for touch in activity.touches:
        yield f"     {when_in_words(touch.when)}: {_touch(touch)}"


def _touch(touch: Touch) -> str:
    if touch.task_for is not None:
        return f"{touch.title} (task for {touch.task_for})"
    return f"{touch.title} ({touch.kind} to {touch.to})"


def _gate(playbook: Playbook, gate: Gate) -> Iterator[str]:
    due = f", due {when_in_words(gate.due)}" if gate.due else ""
    yield f"   ■ Gate {gate.key}: {gate.title}{due}"
    for question in gate.questions:
        yield f"     - {question.key}: {question.ask} {_settled(question)} [{question.slide}]"


def _settled(question: Question) -> str:
    parts = []
    if question.evidence:
        parts.append("evidence")
    if question.attest is not None:
        share = f", {question.attest.share} of them" if question.attest.share else ""
        parts.append(f"asked of {question.attest.by}{share}")
    if question.advisory:
        parts.append("a warning only")
    return f"({'; '.join(parts)})"


def when_in_words(when: When) -> str:
    """Such as "21 days before launch"."""
    anchor = when.anchor.value.replace("-", " ") + (f" {when.gate}" if when.gate else "")
    if when.days == 0:
        return f"on {anchor}"
    count = abs(when.days)
    unit = "day" if count == 1 else "days"
    return f"{count} {unit} {'before' if when.days < 0 else 'after'} {anchor}"
