"""Suspends a flow run at a gate, with a form, until somebody or something wakes it.

As Prefect's own `suspend_flow_run`, which says nothing in the state; here the state names the gate. The form is saved
after the state: whatever lies under the keys of a suspension is deleted when the server accepts it. Whoever resumes in
the moment between is refused, and asks again (`sectorlaunch.prefect_side.requests`).
"""

from typing import Any, NoReturn

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import FlowRunContext
from prefect.exceptions import Abort, Pause
from prefect.input.run_input import RunInput, keyset_from_paused_state
from prefect.states import Suspended
from prefect.utilities.engine import propose_state_sync

from sectorlaunch.prefect_side import forms


def current_flow_run() -> FlowRun:
    """The flow run this code is in, as it was when this attempt began."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("This is only possible inside a flow run.")
    return context.flow_run


def times_waited() -> int:
    """How often this flow run has waited at a gate so far, woken too early included."""
    return len(current_flow_run().empirical_policy.pause_keys or ())


def wait_at_gate(gate_key: str, message: str, form: type[RunInput]) -> NoReturn:
    """Ends this attempt of the flow run. When resumed, the flow runs again from its first line.

    There is no timeout: a gate may wait for months. Raises Prefect's Pause, which the engine expects.
    """
    flow_run = current_flow_run()
    state: State[Any] = Suspended(
        timeout_seconds=None, pause_key=forms.pause_key(gate_key, times_waited()), message=message
    )
    keyset = keyset_from_paused_state(state)
    state.state_details.run_input_keyset = {str(part): key for part, key in keyset.items()}
    with get_client(sync_client=True) as client:
        try:
            accepted = propose_state_sync(client, state, flow_run.id)
        except Abort as refusal:
            raise RuntimeError(f"The flow run cannot wait at the gate: {refusal}") from refusal
    if not accepted.is_paused():
        raise RuntimeError(f"The flow run was to wait at the gate and is {accepted.name}.")
    form.save(keyset, flow_run.id)
    raise Pause(state=accepted)
