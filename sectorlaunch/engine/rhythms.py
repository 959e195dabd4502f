"""Rhythms are kept up: as the months pass, the dates of the next ones come onto the calendar by themselves."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from sectorlaunch.actions import rhythms
from sectorlaunch.records import partnerships
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Partnership, Rhythm

LOOKED_AT = timedelta(days=28)
"""How often the calendar is brought up to the horizon: nobody needs a date a year ahead sooner."""


def keep_up(session: Session, now: datetime) -> int:
    """Puts on the calendar what has come within the horizon of any rhythm; says how many dates."""
    found = session.exec(
        select(Rhythm)
        .join(Partnership, col(Partnership.id) == col(Rhythm.partnership_id))
        .where(
            col(Rhythm.ended_at).is_(None),
            col(Partnership.ended_at).is_(None),
            Rhythm.kept_up_at <= now - LOOKED_AT,
        )
        .with_for_update(of=Rhythm, skip_locked=True)
    ).all()
    return sum(_keep_up(session, now, rhythm) for rhythm in found)


def _keep_up(session: Session, now: datetime, rhythm: Rhythm) -> int:
    launch = Launch.of(session, now, partnerships.run_of(session, rhythm.partnership_id).pk)
    return rhythms.keep_up(launch, rhythm, by="Sector Launch")
