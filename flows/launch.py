from prefect import flow

from tasks.activities import (
    capture_priorities,
    hold_debrief,
    note_commitments,
    send_summary,
    welcome_the_room,
)
from tasks.gates import pass_gate
from tasks.steps import close_step, open_step
from tasks.stopped import say_why


@flow(name="4 · Launch", on_failure=[say_why], on_crashed=[say_why])
def launch(partnership: str) -> None:
    """The room, what business leaders named and took on, the debrief, the summary: S2 slides 10-11."""
    step = open_step(partnership, "launch")
    welcome_the_room(step)
    pass_gate(step, "room")
    capture_priorities(step)
    pass_gate(step, "priorities")
    note_commitments(step)
    pass_gate(step, "commitments")
    hold_debrief(step)
    pass_gate(step, "debrief")
    send_summary(step)
    pass_gate(step, "summary")
    close_step(step)  # opens step 5
