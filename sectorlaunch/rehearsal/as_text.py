"""A rehearsal as plain text: every message by day, then what became of each gate."""

from collections.abc import Iterator
from itertools import groupby

from sectorlaunch import wording
from sectorlaunch.rehearsal.result import GateOutcome, MessageOut, Rehearsal


def as_text(rehearsal: Rehearsal) -> str:
    parts = (
        _head(rehearsal),
        _messages(rehearsal),
        _unsent(rehearsal),
        _tasks(rehearsal),
        _missed(rehearsal),
        _gates(rehearsal),
        _end(rehearsal),
    )
    return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)


def _head(rehearsal: Rehearsal) -> Iterator[str]:
    title = f"Rehearsal of {rehearsal.name}"
    yield title
    yield "=" * len(title)
    yield f"{rehearsal.playbook}, with simulated people (seed {rehearsal.seed}). Nothing was sent."
    launch = f"; the launch on {wording.day(rehearsal.launch_on)}" if rehearsal.launch_on else ""
    yield f"From {wording.day(rehearsal.begun)} to {wording.day(rehearsal.ended)}{launch}."
    yield from rehearsal.remarks
    yield f"{len(rehearsal.messages)} messages to {rehearsal.people} people. Times are those of {rehearsal.zone}."


def _messages(rehearsal: Rehearsal) -> Iterator[str]:
    yield "Messages"
    yield "--------"
    for on, messages in groupby(rehearsal.messages, key=lambda message: message.at.date()):
        yield ""
        yield wording.day(on)
        for message in messages:
            yield from _message(message)


def _message(message: MessageOut) -> Iterator[str]:
    yield f"  {message.at:%H:%M}  {message.to_name} <{message.to}>"
    yield f"         {message.subject}"
    yield f"         Why: {message.reason} ({message.kind})"


def _unsent(rehearsal: Rehearsal) -> Iterator[str]:
    if not rehearsal.unsent:
        return
    yield "Written and not sent"
    yield "--------------------"
    for message in rehearsal.unsent:
        yield f"  {message.at:%Y-%m-%d %H:%M}  {message.to_name}: {message.subject}"
        yield f"         {message.state}: {message.state_reason}"


def _tasks(rehearsal: Rehearsal) -> Iterator[str]:
    if not rehearsal.tasks:
        return
    yield "Calls and other tasks"
    yield "---------------------"
    for task in rehearsal.tasks:
        about = f": {task.about}" if task.about else ""
        yield f"  {task.on}  {task.owner}: {task.title}{about}"
        yield f"         {task.outcome or 'still open at the end'}"


def _missed(rehearsal: Rehearsal) -> Iterator[str]:
    if not rehearsal.missed:
        return
    yield "Missed"
    yield "------"
    for missed in rehearsal.missed:
        yield f"  {missed.on}  {missed.title} ({missed.why})"


def _gates(rehearsal: Rehearsal) -> Iterator[str]:
    yield "Gates"
    yield "-----"
    for step in rehearsal.steps:
        yield ""
        when = f" on {wording.day(step.passed)}" if step.passed else ""
        yield f"{step.title}: {step.state}{when}"
        for gate in rehearsal.gates:
            if gate.step == step.key:
                yield from _gate(gate)


def _gate(gate: GateOutcome) -> Iterator[str]:
    if gate.state == "open" and gate.opened:
        how = f"opened on {wording.day(gate.opened)}" + (" by waiver" if gate.waivers else "")
    elif gate.state == "shut":
        how = "still shut"
    else:
        how = "not reached"
    late = f", due on {wording.day(gate.due)}" if gate.due and _is_late(gate) else ""
    yield f"  {gate.title}: {how}{late}"
    for waiver in gate.waivers:
        yield f"    waived until {wording.day(waiver.until)}: {waiver.question} ({waiver.given_by}: {waiver.why})"
    for reason in gate.missing:
        yield f"    {reason}"


def _is_late(gate: GateOutcome) -> bool:
    return gate.due is not None and (gate.opened is None or gate.opened > gate.due)


def _end(rehearsal: Rehearsal) -> Iterator[str]:
    room = rehearsal.room
    if room.present:
        yield (
            f"In the room: {room.present} people, {room.business_present} of them business leaders; "
            f"{room.coming} had said they come, {room.invited} were invited."
        )
    if rehearsal.passed:
        yield f"All {len(rehearsal.steps)} steps passed."
        return
    stuck = next(step for step in rehearsal.steps if step.state != "passed")
    yield f"The launch did not get beyond “{stuck.title}”. The reasons stand with its gates."
