from prefect import flow

from sectorlaunch.prefect_side.launch_form import AboutPartnership, FirstPeople, LaunchDay, NewLaunch
from tasks.artifacts import publish_status
from tasks.launching import start_first_step, start_partnership


@flow(name="Launch a partnership", flow_run_name="{partnership.name} · Launch a partnership")
def launch_partnership(
    partnership: AboutPartnership, launch: LaunchDay, people: FirstPeople, playbook: str = "sector-launch"
) -> str:
    """Starts a partnership and its first step, and ends. Each step is a run of its own, found by the short name as tag."""
    entered = NewLaunch(partnership=partnership, launch=launch, people=people, playbook=playbook)
    created = start_partnership(entered)
    start_first_step(created.run_id)
    publish_status(created.slug)
    return created.slug
