"""Gates: what follows one in a flow waits until it opens."""

from playbooks.model import Gate
from sectorlaunch import links, wording
from sectorlaunch.engine import gates
from sectorlaunch.facts.gate_status import GateStatus
from sectorlaunch.prefect_side import stopped_runs
from sectorlaunch.records import answers, playbook_editions
from tasks.artifacts import publish_status
from tasks.gate_form import form_for
from tasks.step import Step
from tasks.telling import log_lines
from tasks.waiting import wait_at_gate
from tasks.work import named, unit_of_work


def pass_gate(step: Step, gate_key: str) -> None:
    """Goes on when the gate is open; while it is shut, suspends the flow run with a form.

    Judged from the tables each time: that the run was woken proves nothing, and it may suspend again.
    """
    if gate_key in step.behind:
        return
    title = f"Gate: {step.titles[gate_key]}"
    reach = _reach.with_options(name=title, task_run_name=title)
    status, rule, asked = reach(step.step_run_id, gate_key)
    if status.is_open:
        step.behind.add(gate_key)
        return
    publish_status(step.partnership)
    page = links.gate(step.partnership, gate_key)
    form = form_for(status, rule, asked, page, step.said.get(gate_key, []))
    wait_at_gate(gate_key, f"Waiting at the gate: {status.title}", form)


@named("Reach the gate")
def _reach(step_run_id: int, gate_key: str) -> tuple[GateStatus, Gate, list[str]]:
    """Where the gate stands; why it is still shut, and who can settle it, stands in the log."""
    with unit_of_work() as (session, now):
        status = gates.reach(session, now, step_run_id, gate_key)
        stopped_runs.forget(session, step_run_id)
        rule = playbook_editions.of_run(session, status.run_id).step(status.step_key).gate(gate_key)
        asked = list(answers.asked_at(session, status.run_id, gate_key))
    settled_by = [f"It can be settled by {wording.listing(status.settled_by)}."] if status.settled_by else []
    log_lines([*status.missing, *settled_by])
    return status, rule, asked
