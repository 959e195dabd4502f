"""The letter that brings the data brief."""

from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.tables import DataBrief


def data_brief(desk: LetterSource) -> Fields:
    brief = desk.session.get_one(DataBrief, desk.about.id_of("brief"))
    return {"title": brief.title, "period": brief.period, "summary": brief.summary}
