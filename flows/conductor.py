from prefect import flow

from tasks.conducting import keep_the_hours, keep_to_the_periods, look_again, mend, name_of_round


@flow(name="Conductor", flow_run_name=name_of_round)
def conductor() -> list[str]:
    """Finds what was lost and mends it, keeps hours where a law changes the clocks, erases whose keeping period is over."""
    return mend() + look_again() + keep_the_hours() + keep_to_the_periods()
