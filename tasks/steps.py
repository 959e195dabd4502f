"""The first and the last line of every step."""

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun

from sectorlaunch.actions import answers
from sectorlaunch.engine import steps
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.prefect_side import adoption, forms, run_records, stopped_runs
from sectorlaunch.prefect_side.adoption import Carrier, Claimant
from sectorlaunch.prefect_side.forms import FilledForm
from sectorlaunch.records import playbook_editions
from tasks import mentions
from tasks.artifacts import publish_status
from tasks.gates import pass_gate
from tasks.leaving import leave
from tasks.step import Step
from tasks.waiting import current_flow_run, times_waited
from tasks.work import named, unit_of_work


def open_step(partnership: str, step_key: str) -> Step:
    """The step a flow carries out, once what forms of the Prefect UI brought since it last ran is recorded.

    A run that is not needed, because another carries the step or it is done, ends here. Raises NotFound at once when the
    flow names a gate or an activity that this partnership's playbook lacks, NotAllowed outside of a deployment.
    """
    run = current_flow_run()
    if run.deployment_id is None and run.work_queue_id is None:  # the warm worker takes the first away
        raise NotAllowed(
            "A step waits at gates, and Prefect lets only runs of a deployment wait. Start it as one: "
            f"prefect deployment run '…/{step_key}' --param partnership={partnership}"
        )
    filled = _form_just_sent()
    step, carrier = _open(partnership, step_key, mentions.of_current_flow(), Claimant.of(run))
    if not carrier.is_this_run or not adoption.is_signed(run, carrier.step):
        _take_over(carrier, run)
    if filled:
        step.said = _record_answers(step.step_run_id, str(run.id), filled)
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


def _take_over(carrier: Carrier, run: FlowRun) -> None:
    """For a run started by hand: takes the step over from one that has ended, and leaves it to one that has not."""
    with get_client(sync_client=True) as client:
        ended = carrier.other_run
        if ended is not None and adoption.is_over(client, ended):
            carrier = _claim(carrier.step.step_run_id, Claimant.of(run), str(ended))
        adoption.sign(client, run, carrier.step)
    if not carrier.is_this_run:
        leave(carrier.why_not_this_run)


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
def _open(
    partnership: str, step_key: str, mentioned: tuple[str, ...], claimant: Claimant
) -> tuple[Step, Carrier]:
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
        carrier = adoption.claim(session, now, step_run.pk, claimant)
        step = Step(
            step_run_id=step_run.pk,
            partnership=partnership,
            key=step_key,
            titles=titles,
            gates=tuple(gate.key for gate in rule.gates),
            is_last=playbook.steps[-1].key == step_key,
            behind=run_records.what_is_behind(session, step_run.pk),
        )
        return step, carrier


@named("Take the step over")
def _claim(step_run_id: int, claimant: Claimant, ended_run: str) -> Carrier:
    with unit_of_work() as (session, now):
        return adoption.claim(session, now, step_run_id, claimant, ended_run)


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
        stopped_runs.forget(session, step_run_id)
        return steps.close_step(session, now, step_run_id)
