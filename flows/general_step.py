from prefect import flow

from tasks.activities import Activity
from tasks.gates import pass_gate
from tasks.steps import close_step, open_step


@flow(name="A step of the playbook")
def general_step(partnership: str, step_key: str) -> None:
    """A step of a playbook that has no flow of its own: its activities and gates, in the order it states."""
    step = open_step(partnership, step_key)
    for key in step.titles:
        if key in step.gates:
            pass_gate(step, key)
        else:
            Activity(key)(step)
    close_step(step)
