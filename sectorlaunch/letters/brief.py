"""The letter that brings the data brief."""

from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.tables import DataBrief


def data_brief(source: LetterSource) -> Fields:
    brief = source.launch.session.get_one(DataBrief, source.about.id_of("brief"))
    return {"title": brief.title, "period": brief.period, "summary": brief.summary}
