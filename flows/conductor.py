from prefect import flow

from tasks.conducting import look_again, mend, name_of_round


@flow(name="Conductor", flow_run_name=name_of_round)
def conductor() -> list[str]:
    """Finds gates that opened without waking their run, and steps without a live run, and mends them."""
    return mend() + look_again()
