from prefect import flow

from tasks.activities import ask_for_evidence, ask_for_footprint, ask_for_sector
from tasks.gates import pass_gate
from tasks.steps import close_step, open_step
from tasks.stopped import say_why


@flow(name="2 · Define the scope", on_failure=[say_why], on_crashed=[say_why])
def define_scope(partnership: str) -> None:
    """The numbers weighed against local knowledge, the sector, the footprint: S2 slides 6-7 and 16."""
    step = open_step(partnership, "define-scope")
    ask_for_evidence(step)
    pass_gate(step, "evidence-of-need")
    ask_for_sector(step)
    pass_gate(step, "sector")
    ask_for_footprint(step)
    pass_gate(step, "footprint")
    close_step(step)  # opens step 3
