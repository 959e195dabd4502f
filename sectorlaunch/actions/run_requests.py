"""What Prefect is asked to do, written with the change that asks for it; `sectorlaunch.prefect_side` carries it out."""

from datetime import datetime

from sqlmodel import Session, col, select

from sectorlaunch.tables import RunRequest, RunWish


def ask(session: Session, now: datetime, step_run_id: int, wish: RunWish) -> None:
    """Asks for a flow run of the step to be started or resumed. Asking twice before it is done is asking once."""
    waiting = session.exec(
        select(RunRequest).where(
            RunRequest.step_run_id == step_run_id,
            RunRequest.wish == wish,
            col(RunRequest.done_at).is_(None),
        )
    ).first()
    if waiting is None:
        session.add(RunRequest(step_run_id=step_run_id, wish=wish, asked_at=now))
