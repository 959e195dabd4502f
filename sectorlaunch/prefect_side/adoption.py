"""Which flow run carries a step: one at a time, whoever started it.

A run started by hand, in the Prefect UI, on its command line or by its API, takes the step over where nobody carries it,
and does nothing where somebody does.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound
from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.events import EventKind
from sectorlaunch.prefect_side.names import TAG
from sectorlaunch.prefect_side.run_records import OpenStep, open_step
from sectorlaunch.tables import StepRun, StepState


@dataclass(frozen=True)
class Carrier:
    """Who carries a step, as seen by one flow run."""

    step: OpenStep
    is_this_run: bool

    @property
    def other_run(self) -> UUID | None:
        """The flow run that carries it instead, where one does."""
        noted = self.step.flow_run_id
        return None if self.is_this_run or noted is None else UUID(noted)

    @property
    def why_not_this_run(self) -> str:
        """In a sentence or two, for whoever started a run that is not needed."""
        named = f"The step “{self.step.title}” of {self.step.partnership}"
        if self.step.state is StepState.PASSED:
            return f"{named} is done. This run did nothing."
        return f"{named} is carried by another run already, {self.step.flow_run_id}. Resume that one; this run did nothing."


@dataclass(frozen=True)
class Claimant:
    """A flow run that is about to carry a step."""

    flow_run_id: str
    idempotency_key: str | None
    """By which a run that we asked for is known."""

    @classmethod
    def of(cls, run: FlowRun) -> Self:
        return cls(str(run.id), run.idempotency_key)


def claim(
    session: Session, now: datetime, step_run_id: int, claimant: Claimant, ended_run: str | None = None
) -> Carrier:
    """Has the step carried by this run, when none is noted, or the one noted is `ended_run`. Safe to repeat.

    A step that is done is nobody's: only the run that carried it may look at it again.
    """
    row = session.get_one(StepRun, step_run_id)
    mine = claimant.flow_run_id
    if row.flow_run_id != mine and row.state is StepState.OPEN and row.flow_run_id in (None, ended_run):
        expected = open_step(session, step_run_id).key_of_run(row.flow_run_number)
        row.flow_run_id = mine
        session.add(row)
        if claimant.idempotency_key != expected:
            row.flow_run_number += 1
            events.record(
                session,
                now,
                row.run_id,
                "Sector Launch",
                EventKind.FLOW_RUN_ADOPTED,
                f"A flow run that was started by hand carries the step {row.key} now.",
                flow_run=mine,
            )
    return Carrier(open_step(session, step_run_id), row.flow_run_id == mine)


def is_over(client: SyncPrefectClient, flow_run_id: UUID) -> bool:
    """Whether that run has ended, is being canceled, or is not on the server."""
    try:
        return has_ended(client.read_flow_run(flow_run_id).state)
    except ObjectNotFound:
        return True


def has_ended(state: State | None) -> bool:
    """Whether a run in this state goes on no more, and another may take over from it."""
    return state is None or state.is_final() or state.is_cancelling()


def name_of(step: OpenStep) -> str:
    """What a run of the step is called."""
    return f"{step.partnership} · {step.title}"


def tags_of(step: OpenStep) -> list[str]:
    """The tags by which its runs are found."""
    return [step.slug, step.step_key, TAG]


def is_signed(run: FlowRun, step: OpenStep) -> bool:
    """Whether it bears them; one that was started by hand does not."""
    return set(tags_of(step)) <= set(run.tags)


def sign(client: SyncPrefectClient, run: FlowRun, step: OpenStep) -> None:
    """Gives a run started by hand the name and the tags that every run of ours has."""
    client.update_flow_run(run.id, name=name_of(step), tags=sorted({*run.tags, *tags_of(step)}))
