"""Playbooks in Spanish: everything others than conveners read, and nothing mixed."""

from string import Formatter

import pytest

from languages import DEFAULT, Language
from playbooks.loader import FileMistakes, load, shipped, shipped_text
from playbooks.model import Playbook
from playbooks.overlay import GateWords, Overlay, QuestionWords
from playbooks.translation import shipped_words, translated
from sectorlaunch import playbook_vocabulary
from tests.playbooks.test_shipped import KEYS

SPANISH = Language.SPANISH


@pytest.fixture(params=KEYS)
def playbook(request: pytest.FixtureRequest) -> Playbook:
    found, _ = shipped_words(request.param, SPANISH)
    return found


def test_it_lacks_no_word_others_than_conveners_read(playbook: Playbook) -> None:
    assert translated(playbook, SPANISH).lacking == frozenset()


def test_it_brings_no_words_for_what_is_not_there(playbook: Playbook) -> None:
    _, words = shipped_words(playbook.key, SPANISH)
    gates = {gate.key: [question.key for question in gate.questions] for _, gate in playbook.gates()}
    touches = [touch.key for _, _, touch in playbook.touches()]
    surveys = {one.key: [said.key for said in one.statements()] for one in playbook.surveys}
    assert list(words.strangers(gates, touches, surveys)) == []


def test_it_fills_the_same_fields_into_what_is_said_on_the_phone(playbook: Playbook) -> None:
    for (_, _, english), (_, _, spanish) in zip(
        playbook.touches(), translated(playbook, SPANISH).playbook.touches(), strict=True
    ):
        assert fields(spanish.script) == fields(english.script), english.key


def test_it_is_the_same_playbook_in_all_but_its_words(playbook: Playbook) -> None:
    spanish = translated(playbook, SPANISH).playbook
    assert rules(spanish) == rules(playbook)
    assert translated(playbook, DEFAULT).playbook is playbook


def test_it_keeps_a_sentence_in_english_that_a_convener_has_put_otherwise() -> None:
    ours, _ = shipped_words("sector-launch", SPANISH)
    adapted = reworded(ours, "shared-table", "shared-view", "Is this our one table?")
    said = translated(adapted, SPANISH)
    assert said.lacking == {"shared-table"}
    assert question(said.playbook, "shared-table", "shared-view") == "Is this our one table?"
    theirs = Overlay(
        gates={"shared-table": GateWords(questions={"shared-view": QuestionWords(ask="¿Es nuestra mesa?")})}
    )
    said = translated(adapted.model_copy(update={"words": {"es": theirs}}), SPANISH)
    assert (said.lacking, question(said.playbook, "shared-table", "shared-view")) == (
        frozenset(),
        "¿Es nuestra mesa?",
    )


def test_it_keeps_our_words_in_a_copy_under_a_key_of_its_own() -> None:
    ours, _ = shipped_words("session-series", SPANISH)
    said = translated(ours.model_copy(update={"key": "our-own"}), SPANISH)
    assert (said.lacking, said.playbook.steps) == (frozenset(), translated(ours, SPANISH).playbook.steps)


@pytest.mark.parametrize(
    ("more", "remedy"),
    [
        ("words: {es: {gates: {shared-tabel: {title: Mesa}}}}", "did you mean “shared-table”"),
        ("words: {es: {touches: {no-such: {title: Mesa}}}}", "the playbook has no such key"),
        ("words: {fr: {}}", "es"),
        ("words: {es: {gates: {shared-table: {tittle: Mesa}}}}", "not known here"),
    ],
)
def test_it_names_a_mistake_in_words_a_playbook_brings(more: str, remedy: str) -> None:
    with pytest.raises(FileMistakes, match=remedy):
        load(f"{shipped_text('sector-launch')}\n{more}\n", "own.yaml", playbook_vocabulary.vocabulary())


def test_it_takes_no_file_of_words_for_a_playbook() -> None:
    assert list(shipped()) == KEYS


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def rules(playbook: Playbook) -> list[object]:
    said = {"title", "about", "purpose", "ask", "help", "script"}
    gates = [
        (gate.model_dump(exclude=said | {"questions"}), [q.model_dump(exclude=said) for q in gate.questions])
        for _, gate in playbook.gates()
    ]
    return [*gates, *(touch.model_dump(exclude=said) for _, _, touch in playbook.touches())]


def question(playbook: Playbook, gate: str, key: str) -> str:
    return next(one for _, one in playbook.gates() if one.key == gate).question(key).ask


def reworded(playbook: Playbook, gate: str, key: str, ask: str) -> Playbook:
    steps = []
    for step in playbook.steps:
        gates = []
        for one in step.gates:
            questions = tuple(
                q.model_copy(update={"ask": ask}) if (one.key, q.key) == (gate, key) else q
                for q in one.questions
            )
            gates.append(one.model_copy(update={"questions": questions}))
        steps.append(step.model_copy(update={"gates": tuple(gates)}))
    return playbook.model_copy(update={"steps": tuple(steps)})
