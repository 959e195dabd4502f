"""The letter that brings the data brief."""

from collections.abc import Callable, Mapping

from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.tables import DataBrief


def _brief(desk: LetterSource) -> Fields:
    brief = desk.session.get_one(DataBrief, desk.about.id_of("brief"))
    return {"title": brief.title, "period": brief.period, "summary": brief.summary}


FILLINGS: Mapping[str, Callable[[LetterSource], Fields]] = {"data-brief": _brief}
