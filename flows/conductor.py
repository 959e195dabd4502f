from prefect import flow

from tasks.conducting import mend


@flow(name="Conductor")
def conductor() -> list[str]:
    """Finds gates that opened without waking their run, and steps without a live run, and mends them."""
    return mend()
