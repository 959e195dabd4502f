"""A letter that waits to be released, as it would land with one of its readers."""

from sectorlaunch import links
from sectorlaunch.engine import coming
from sectorlaunch.engine.coming import Words
from sectorlaunch.letters.letter_source import LetterRequest
from sectorlaunch.records import deadlines
from sectorlaunch.records.about import THE_RUN
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.releases import Released
from sectorlaunch.tables import Person


def as_it_lands(launch: Launch, what: Released, person: Person, sentence: str = "") -> Words:
    """The letter to this person today; `sentence` stands in it where it has room. Its links lead nowhere."""
    touch = what.touch
    request = LetterRequest(
        touch.kind,
        person,
        THE_RUN,
        why=touch.title,
        link=links.personal(links.PLACEHOLDER),
        unsubscribe_url=links.unsubscribe(links.PLACEHOLDER),
        gate_key=touch.gate,
        explanation=sentence,
        answer_by=deadlines.answer_by(launch, touch, person.pk),
    )
    return coming.as_it_lands(launch, request)
