"""Letters: every kind can be filled from the tables, and says what it should."""

from notifications.context import MessageContext
from notifications.rendering import context_class, kinds_with, known_kinds
from playbooks import loader
from sectorlaunch import wording
from sectorlaunch.letters import FILLINGS, OFFERED
from sectorlaunch.playbook_vocabulary import AUDIENCES
from sectorlaunch.records.audiences import _RULES as RULES


def test_it_can_fill_every_kind_a_launch_writes() -> None:
    lacking = {
        kind
        for kind in known_kinds() - FILLINGS.keys() - {*kinds_with("to_an_account")}
        for name, field in context_class(kind).model_fields.items()
        if field.is_required() and name not in {**MessageContext.model_fields, **OFFERED}
    }
    assert lacking == {"test-send"}


def test_it_has_a_rule_for_every_audience() -> None:
    assert RULES.keys() == AUDIENCES.keys()


def test_it_finds_every_kind_and_audience_the_shipped_playbooks_name() -> None:
    from sectorlaunch import playbook_vocabulary

    for key in loader.shipped():
        assert loader.load(loader.shipped_text(key), f"{key}.yaml", playbook_vocabulary.vocabulary())


def test_it_puts_durations_into_words() -> None:
    words = {
        30: "30 minutes",
        60: "an hour",
        90: "an hour and a half",
        120: "two hours",
        150: "two and a half hours",
    }
    assert {minutes: wording.duration(minutes) for minutes in words} == words
