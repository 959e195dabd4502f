"""Records behind step 2: the labor-market picture and other efforts in the field."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from sectorlaunch import events
from sectorlaunch.errors import BadInput
from sectorlaunch.events import EventKind
from sectorlaunch.records import partnerships
from sectorlaunch.tables import LaborData, OtherEffort


@dataclass(frozen=True)
class LaborMarketPicture:
    """The regional labor market as the team saw it: where from, of which quarter such as 2026-Q1, and figures if given."""

    source: str
    quarter: str
    published_on: date | None = None
    note: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


def load_labor_data(
    session: Session, now: datetime, run_id: int, picture: LaborMarketPicture, *, by: str
) -> LaborData:
    """Puts a picture on record. Raises BadInput without source or quarter."""
    partnership = partnerships.partnership_of(session, run_id)
    if not picture.source.strip() or not picture.quarter.strip():
        raise BadInput("Name the source and the quarter, such as “BLS QCEW” and “2026-Q1”.")
    data = LaborData(
        partnership_id=partnership.pk,
        source=picture.source.strip(),
        quarter=picture.quarter.strip(),
        published_on=picture.published_on,
        figures=picture.figures,
        note=picture.note,
        loaded_at=now,
    )
    session.add(data)
    events.record(
        session,
        now,
        run_id,
        by,
        EventKind.LABOR_MARKET_DATA_RECORDED,
        f"{data.source}, {data.quarter}. {data.note}".strip(),
    )
    return data


def note_other_effort(
    session: Session, now: datetime, run_id: int, name: str, *, by: str, note: str = ""
) -> OtherEffort:
    """Lists another effort in this field, once by name."""
    partnership = partnerships.partnership_of(session, run_id)
    if not name.strip():
        raise BadInput("Name the effort.")
    known = session.exec(
        select(OtherEffort).where(
            OtherEffort.partnership_id == partnership.pk, OtherEffort.name == name.strip()
        )
    ).one_or_none()
    if known is not None:
        return known
    effort = OtherEffort(partnership_id=partnership.pk, name=name.strip(), note=note, recorded_at=now)
    session.add(effort)
    events.record(session, now, run_id, by, EventKind.OTHER_EFFORT_NOTED, f"{effort.name}. {note}".strip())
    return effort
