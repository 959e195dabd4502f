from prefect import flow

from tasks.activities import bring_in_partners, form_teams, schedule_first_calls, sharpen_teams
from tasks.gates import pass_gate
from tasks.steps import close_step, open_step
from tasks.stopped import say_why


@flow(name="5 · Move to action", on_failure=[say_why], on_crashed=[say_why])
def move_to_action(partnership: str) -> None:
    """A team for each priority, its first call, what it is after, and the partners' part: S2 slides 12-13."""
    step = open_step(partnership, "move-to-action")
    form_teams(step)
    pass_gate(step, "teams")
    schedule_first_calls(step)
    pass_gate(step, "scheduled")
    sharpen_teams(step)
    pass_gate(step, "clarity")
    bring_in_partners(step)
    pass_gate(step, "partners")
    close_step(step)  # opens step 6
