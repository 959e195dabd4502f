"""The letter that brings the data brief."""

from sectorlaunch.census import sentences
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import data_briefs
from sectorlaunch.tables import DataBrief


def data_brief(source: LetterSource) -> Fields:
    brief = source.launch.session.get_one(DataBrief, source.about.id_of("brief"))
    said = data_briefs.in_language(source.launch.session, brief, source.language) or brief
    period = sentences.period(brief.period, source.language)
    return {"title": said.title, "period": period, "summary": said.summary}
