"""A letter that waits to be released, as it would land with one of its readers."""

from notifications.own_words import WordsRefused
from notifications.rendering import render
from sectorlaunch import letters, links
from sectorlaunch.engine.coming import NOT_YET, Words
from sectorlaunch.letters.letter_source import LetterRequest
from sectorlaunch.records import deadlines, kind_words
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
    try:
        letter = letters.compose(launch, request)
        rendered = render(
            touch.kind, letter.context, kind_words.of(launch.session, launch.partnership_id, touch.kind)
        )
    except WordsRefused as refused:
        return Words(trouble=str(refused))
    except letters.UNSETTLED:
        return Words(trouble=NOT_YET)
    return Words(rendered.subject, rendered.text, rendered.html)
