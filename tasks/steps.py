"""The first and the last line of every step."""

from prefect.client.orchestration import get_client

from sectorlaunch.actions import answers
from sectorlaunch.engine import steps
from sectorlaunch.errors import NotFound
from sectorlaunch.prefect_side import forms, run_records
from sectorlaunch.prefect_side.forms import FilledForm
from sectorlaunch.records import playbook_editions
from tasks import mentions
from tasks.artifacts import publish_status
from tasks.gates import pass_gate
from tasks.step import Step
from tasks.waiting import current_flow_run, times_waited
from tasks.work import named, unit_of_work


def open_step(partnership: str, step_key: str) -> Step:
    """The step a flow carries out, once what forms of the Prefect UI brought since it last ran is recorded.

    Raises NotFound at once when the flow names a gate or an activity that this partnership's playbook lacks.
    """
    filled = _form_just_sent()
    step = _open(partnership, step_key, mentions.of_current_flow())
    if filled:
        step.said = _record_answers(step.step_run_id, str(current_flow_run().id), filled)
        step.behind = _look_back(step.step_run_id)
    return step


def close_step(step: Step) -> None:
    """Passes the gates of the playbook that the flow does not mention, then opens the next step."""
    for gate_key in step.gates:
        pass_gate(step, gate_key)
    while not _close(step.step_run_id):  # a gate was reopened while the flow was on its way
        step.behind = _look_back(step.step_run_id)
        for gate_key in step.gates:
            pass_gate(step, gate_key)
    if step.is_last:  # otherwise the next step shows itself at its first gate
        publish_status(step.partnership)


def _form_just_sent() -> list[FilledForm]:
    """What woke this run, if it was a form. Earlier ones were recorded by earlier attempts, or the run was replaced
    and `sectorlaunch.prefect_side.requests` saw to them.
    """
    if times_waited() == 0:
        return []
    with get_client(sync_client=True) as client:
        inputs = client.filter_flow_run_input(
            current_flow_run().id, key_prefix=forms.PREFIX, limit=forms.MOST, exclude_keys=set()
        )
    return [form for form in forms.filled_forms(inputs) if form.attempt == times_waited() - 1]


@named("Open the step")
def _open(partnership: str, step_key: str, mentioned: tuple[str, ...]) -> Step:
    with unit_of_work() as (session, now):
        step_run = steps.open_step(session, now, partnership, step_key)
        playbook = playbook_editions.of_run(session, step_run.run_id)
        rule = playbook.step(step_key)
        titles = {item.key: item.title for item in rule.order}
        unknown = [key for key in mentioned if key not in titles]
        if unknown:
            raise NotFound(
                f"The flow of this step names {', '.join(unknown)}, which the step “{rule.title}” of the "
                f"playbook {playbook.key} does not have. It has: {', '.join(titles)}."
            )
        return Step(
            step_run_id=step_run.pk,
            partnership=partnership,
            key=step_key,
            titles=titles,
            gates=tuple(gate.key for gate in rule.gates),
            is_last=playbook.steps[-1].key == step_key,
            behind=run_records.what_is_behind(session, step_run.pk),
        )


@named("Record answers from the form")
def _record_answers(step_run_id: int, flow_run_id: str, filled: list[FilledForm]) -> dict[str, list[str]]:
    """Gate → in sentences, what the last form sent there brought and what of it could not be recorded."""
    said = {}
    with unit_of_work() as (session, now):
        for form in filled:
            said[form.gate_key] = answers.record_form(
                session, now, step_run_id, form.gate_key, flow_run_id, form.key, form.fields
            )
    return said


@named("Look at the step again")
def _look_back(step_run_id: int) -> set[str]:
    with unit_of_work() as (session, _now):
        return run_records.what_is_behind(session, step_run_id)


@named("Close the step")
def _close(step_run_id: int) -> bool:
    with unit_of_work() as (session, now):
        return steps.close_step(session, now, step_run_id)
