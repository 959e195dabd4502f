"""Scoring at work: each member asked for their own scores, then shown everyone's."""

from sqlmodel import select

from sectorlaunch.engine import messages
from sectorlaunch.events import Happening
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, PlannedTouch, ScoringRound


def ask(launch: Launch, opened: Happening) -> None:
    """Asks the members for their scores where no touch of the playbook sees to it."""
    scoring = launch.session.get_one(ScoringRound, opened.data["round_id"])
    planned = select(PlannedTouch.id).where(
        PlannedTouch.run_id == launch.run_id,
        PlannedTouch.about_kind == AboutKind.SCORING,
        PlannedTouch.about_id == scoring.id,
    )
    if launch.session.exec(planned.limit(1)).first() is None:
        messages.ask_to_score(launch.session, launch.now, launch.run_id, scoring)


def send(launch: Launch, laid_open: Happening) -> None:
    """Sends everyone's scores to those who were asked for them."""
    scoring = launch.session.get_one(ScoringRound, laid_open.data["round_id"])
    messages.send_scores(launch.session, launch.now, launch.run_id, scoring)
