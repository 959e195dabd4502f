from prefect import flow

from tasks.activities import ask_champions, build_invite_list, send_invitations, settle_logistics
from tasks.gates import pass_gate
from tasks.steps import close_step, open_step
from tasks.stopped import say_why


@flow(name="3 · Prepare to launch", on_failure=[say_why], on_crashed=[say_why])
def prepare_to_launch(partnership: str) -> None:
    """Champions, place and date, the guest list, the letter: S2 slides 8-9."""
    step = open_step(partnership, "prepare-to-launch")
    ask_champions(step)
    pass_gate(step, "champions")
    settle_logistics(step)
    pass_gate(step, "logistics")
    build_invite_list(step)
    pass_gate(step, "invite-list")
    send_invitations(step)
    pass_gate(step, "invited")
    close_step(step)  # opens step 4
