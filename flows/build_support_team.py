from prefect import flow

from tasks.activities import share_role_sheets, welcome_support_team
from tasks.gates import pass_gate
from tasks.steps import close_step, open_step
from tasks.stopped import say_why


@flow(name="1 · Build the support team", on_failure=[say_why], on_crashed=[say_why])
def build_support_team(partnership: str) -> None:
    """One table for education, workforce and economic development, and roles that are agreed: S2 slides 4-5."""
    step = open_step(partnership, "build-support-team")
    welcome_support_team(step)
    pass_gate(step, "shared-table")
    share_role_sheets(step)
    pass_gate(step, "roles")
    close_step(step)  # opens step 2
