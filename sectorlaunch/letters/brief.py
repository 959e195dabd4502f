"""The letter that brings the data brief."""

from collections.abc import Callable, Mapping

from sectorlaunch.letters.desk import Desk, Fields
from sectorlaunch.tables import DataBrief


def _brief(desk: Desk) -> Fields:
    brief = desk.session.get_one(DataBrief, desk.about.id_of("brief"))
    return {"title": brief.title, "period": brief.period, "summary": brief.summary}


FILLINGS: Mapping[str, Callable[[Desk], Fields]] = {"data-brief": _brief}
