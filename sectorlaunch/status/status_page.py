"""Where a launch stands, as Markdown: the artifact a convener finds in the Prefect UI."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch import links, wording
from sectorlaunch.errors import NotFound
from sectorlaunch.records import playbook_editions, progress
from sectorlaunch.records.launch import Launch
from sectorlaunch.status import last_letters, status, timeline
from sectorlaunch.tables import GateRun, GateState, Partnership, StepRun, StepState

COMING = 8
"""How many coming things are listed."""


def artifact_key(slug: str) -> str:
    """One artifact a partnership: the newest stands on top, the older ones are its history."""
    return f"partnership-{slug}"


def artifact_markdown(session: Session, now: datetime, slug: str) -> str:
    """Step, gates with what is missing, progress, what comes next, the last letters. Raises NotFound for an unknown slug."""
    partnership = session.exec(select(Partnership).where(Partnership.slug == slug)).one_or_none()
    if partnership is None:
        raise NotFound(f"There is no partnership “{slug}”.")
    launch = Launch.of_partnership(session, now, partnership)
    at_present = status.of(session, partnership)
    lines = [f"# {partnership.name}", "", _where(at_present), ""]
    lines += _progress(launch)
    for gate in at_present.gates:
        lines += ["", f"## Waiting at the gate: {gate.title}", ""]
        lines += [f"- {sentence}" for sentence in gate.missing]
        if gate.settled_by:
            lines += ["", f"It can be settled by {wording.listing(gate.settled_by)}."]
    coming = list(_coming(launch))
    if coming:
        lines += ["", "## Coming next", "", *coming]
    lines += _letters(launch)
    lines += ["", "## Where to look", "", *_links(launch)]
    return "\n".join(lines) + "\n"


def _where(at_present: status.PartnershipStatus) -> str:
    if at_present.state == "done":
        return "Every step is done."
    return f"Step {at_present.step_number} of {at_present.steps}: **{at_present.step_title}**"


def _progress(launch: Launch) -> Iterator[str]:
    """A line for each step; the open ones with their gates."""
    steps = progress.steps_of(launch.session, launch.run_id)
    for step in steps:
        rule = launch.playbook.step(step.key)
        mark = "x" if step.state is StepState.PASSED else " "
        yield f"- [{mark}] {rule.title}"
    for step in steps:  # lists of their own: the Prefect UI puts a list inside a list into one line
        if step.state is StepState.OPEN:
            rule = launch.playbook.step(step.key)
            yield from ("", f"Gates of “{rule.title}”:", "", *_gates(launch.session, step))


def _gates(session: Session, step: StepRun) -> Iterator[str]:
    gates = session.exec(
        select(GateRun).where(GateRun.step_run_id == step.id).order_by(col(GateRun.position))
    ).all()
    for gate, rule in playbook_editions.with_gates(session, gates):
        mark = "x" if gate.state is GateState.OPEN else " "
        yield f"- [{mark}] {rule.title}"


def _coming(launch: Launch) -> Iterator[str]:
    ahead = [entry for entry in timeline.timeline(launch) if not entry.past]
    for entry in ahead[:COMING]:
        when = wording.day(entry.on) if entry.at is None else wording.moment(entry.at, launch.zone)
        yield f"- {when}: {entry.what}"


def _letters(launch: Launch) -> Iterator[str]:
    """What left last or waits to: a table, the whole of it on our own page."""
    last = last_letters.of(launch)
    if last is None:
        return
    counted = wording.listing([f"{count} {state}" for state, count in last.counts.items()])
    yield from ("", f"## Letters of {wording.day(last.on)}", "", f"{counted}.", "")
    yield from ("| To | What | State |", "| --- | --- | --- |")
    for letter in last.letters:
        state = f"{letter.state}: {letter.why}" if letter.why else letter.state
        yield f"| {_cell(letter.to)} | {_cell(letter.subject)} | {_cell(state)} |"
    if last.more:
        yield from ("", f"And {last.more} more.")


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split())


def _links(launch: Launch) -> Iterator[str]:
    """Our pages, and the run that carries each step, also when every step is done."""
    slug = launch.partnership.slug
    yield f"- [The partnership's page]({links.partnership(slug)})"
    yield f"- [Every message]({links.messages(slug)})"
    for step in progress.steps_of(launch.session, launch.run_id):
        if step.flow_run_id is not None:
            title = launch.playbook.step(step.key).title
            yield f"- [The run of “{title}”]({links.prefect_run(step.flow_run_id)})"
