from prefect import flow

from tasks.activities import find_a_home, hand_over_the_agenda, set_the_rhythm, weigh_the_value
from tasks.gates import pass_gate
from tasks.steps import close_step, open_step
from tasks.stopped import say_why


@flow(name="6 · Evolve and sustain", on_failure=[say_why], on_crashed=[say_why])
def evolve_and_sustain(partnership: str) -> None:
    """Industry leads, the value is understood, a home is found, a rhythm is kept: S2 slides 14-15."""
    step = open_step(partnership, "evolve-and-sustain")
    hand_over_the_agenda(step)
    pass_gate(step, "industry-led")
    weigh_the_value(step)
    pass_gate(step, "value")
    find_a_home(step)
    pass_gate(step, "home")
    set_the_rhythm(step)
    pass_gate(step, "renewal")
    close_step(step)  # the launch has become a partnership
