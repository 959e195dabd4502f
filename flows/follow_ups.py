from prefect import flow

from tasks.conducting import (
    attend_to_polls,
    attend_to_surveys,
    bring_back_waivers,
    carry_out_due,
    hand_up_left_calls,
    name_of_round,
    plan_next_sweep,
)
from tasks.telling import add_to_the_name


@flow(name="Follow-ups", flow_run_name=name_of_round)
def follow_ups() -> None:
    """Carries out the touches, date polls and surveys that are due, in every partnership, and comes back when the next one is."""
    bring_back_waivers()
    hand_up_left_calls()
    while attend_to_polls():
        pass
    while attend_to_surveys():
        pass
    written = []
    while said := carry_out_due():
        written += said
    plan_next_sweep()
    add_to_the_name(written)
