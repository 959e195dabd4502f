"""Where a launch is, in a sentence for anybody, and what business leaders chose."""

from dataclasses import dataclass

from sqlmodel import col, select

from languages import Language
from sectorlaunch.records import progress, teams
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import GateState, Person, Priority


@dataclass(frozen=True)
class Chosen:
    priority_id: int
    words: str
    """As business leaders said it."""
    lead: str
    """Of its action team; empty while there is none."""


@dataclass(frozen=True)
class Standing:
    next_gate: str
    """The title of the first gate that is not passed; empty once all are."""
    number: int
    """Of its step."""
    steps: int
    chosen: tuple[Chosen, ...]


def standing(launch: Launch, language: Language) -> Standing:
    steps = launch.translation(language).playbook.steps
    gates = progress.gates_of(launch.session, launch.run_id)
    first = next(
        (
            (number, gate)
            for number, step in enumerate(steps, start=1)
            for gate in step.gates
            if gate.key in gates and gates[gate.key].state is not GateState.OPEN
        ),
        None,
    )
    return Standing(
        next_gate=first[1].title if first else "",
        number=first[0] if first else len(steps),
        steps=len(steps),
        chosen=chosen(launch),
    )


def chosen(launch: Launch) -> tuple[Chosen, ...]:
    """In the order they stand in; nothing before the launch was held."""
    session = launch.session
    if launch.meeting is None or launch.meeting.held_at is None:
        return ()
    rows = session.exec(
        select(Priority)
        .where(Priority.partnership_id == launch.partnership_id, col(Priority.chosen_at).is_not(None))
        .order_by(col(Priority.position))
    )
    leads = {
        team.priority_id: session.get_one(Person, team.lead_id).name
        for team in teams.of_partnership(session, launch.partnership_id)
        if team.lead_id is not None
    }
    return tuple(Chosen(one.pk, one.words, leads.get(one.pk, "")) for one in rows)
