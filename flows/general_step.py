from prefect import flow

from tasks.activities import Activity
from tasks.gates import pass_gate
from tasks.steps import close_step, open_step
from tasks.stopped import say_why


@flow(name="A step of the playbook", on_failure=[say_why], on_crashed=[say_why])
def general_step(partnership: str, step_key: str) -> None:
    """A step of a playbook that has no flow of its own: its activities and gates, in the order it states."""
    step = open_step(partnership, step_key)
    for key in step.titles:
        if key in step.gates:
            pass_gate(step, key)
        else:
            Activity(key)(step)
    close_step(step)
