"""Whether the day of a launch can hold, asked of the records: the reckoning is in `playbooks.shortest_plan`."""

from notifications.rendering import kinds_with
from playbooks import shortest_plan
from sectorlaunch.records import dates, letter, progress
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import GateState


def remarks(launch: Launch) -> tuple[str, ...]:
    """What to tell whoever sets the day of a launch, in sentences.

    Nothing where the day holds, is not set, or the letter has gone out.
    """
    on = dates.launch_date(launch.session, launch.partnership)
    if on is None or on <= launch.today or letter.invited(launch.session, launch.run_id):
        return ()
    gates = progress.gates_of(launch.session, launch.run_id).values()
    return shortest_plan.look(
        launch.playbook,
        {gate.key for gate in gates if gate.state is GateState.OPEN},
        kinds_with("invites"),
        launch.today,
        on,
        launch.numbers,
        launch.calendar,
    ).sentences
