"""A playbook in another language: its own words for it, and ours for every sentence that is still one of ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from languages import Language
from playbooks import loader
from playbooks.model import Gate, Playbook, Question, Step, Touch
from playbooks.overlay import GateWords, Overlay, QuestionWords, SurveyWords, TouchWords
from playbooks.surveys import Survey
from playbooks.yaml_lines import read_model

Part = TypeVar("Part", Gate, Question, Touch)
Words = GateWords | QuestionWords | TouchWords | None

_OF_GATE, _OF_QUESTION, _OF_TOUCH = (
    ("title", "about", "purpose"),
    ("title", "ask", "help"),
    ("title", "script"),
)


@dataclass(frozen=True)
class Translation:
    """A playbook as readers of a language get it."""

    playbook: Playbook
    """In English where it has no words in the language."""
    lacking: frozenset[str] = frozenset()
    """Keys of the gates and touches that say something in English still."""


def translated(playbook: Playbook, language: Language) -> Translation:
    """What the playbook itself brings counts first; a sentence that is still ours has the words we bring for it.

    So a playbook adapted from ours keeps our words wherever it was left alone, under whatever key.
    """
    if language is Language.ENGLISH:
        return Translation(playbook)
    said = _Translator(playbook.words.get(language.short, Overlay()), _ours(language)).playbook(playbook)
    gates = (
        (gate.key, _read(gate), _read(here))
        for (_, gate), (_, here) in zip(playbook.gates(), said.gates(), strict=True)
    )
    touches = (
        (touch.key, [touch.title, touch.script], [here.title, here.script])
        for (_, _, touch), (_, _, here) in zip(playbook.touches(), said.touches(), strict=True)
        if touch.task_for is not None or touch.release is not None
    )
    lacking = (key for key, english, here in (*gates, *touches) if _is_left(english, here))
    return Translation(said, frozenset(lacking))


def shipped_words(key: str, language: Language) -> tuple[Playbook, Overlay]:
    """A playbook that comes with the product, and its words in a language. Raises KeyError for one that does not."""
    path = loader.shipped()[key]
    playbook, _ = read_model(path.read_text(encoding="utf-8"), path.name, Playbook)
    words = path.with_name(f"{path.stem}.{language.short}.yaml")
    overlay, _ = read_model(words.read_text(encoding="utf-8"), words.name, Overlay)
    return playbook, overlay


def _read(gate: Gate) -> list[str]:
    """What others than conveners read of a gate: its name, and the questions somebody is asked."""
    asked = [question for question in gate.questions if question.attest is not None]
    return [
        gate.title,
        gate.about,
        gate.purpose,
        *(words for q in asked for words in (q.title, q.ask, q.help)),
    ]


def _is_left(english: list[str], said: list[str]) -> bool:
    return any(words and words == here for words, here in zip(english, said, strict=True))


class _Translator:
    def __init__(self, own: Overlay, ours: Mapping[str, str]) -> None:
        self._own, self._ours = own, ours

    def playbook(self, one: Playbook) -> Playbook:
        surveys = tuple(self._survey(survey) for survey in one.surveys)
        return one.model_copy(
            update={"steps": tuple(self._step(step) for step in one.steps), "surveys": surveys}
        )

    def _survey(self, one: Survey) -> Survey:
        own = self._own.surveys.get(one.key, SurveyWords())
        themes = tuple(
            theme.model_copy(
                update={
                    "title": own.themes.get(theme.key) or self._said(theme.title),
                    "statements": tuple(
                        said.model_copy(
                            update={"text": own.statements.get(said.key) or self._said(said.text)}
                        )
                        for said in theme.statements
                    ),
                }
            )
            for theme in one.themes
        )
        scale = own.scale if len(own.scale) == len(one.scale) else tuple(map(self._said, one.scale))
        here = {"title": own.title or self._said(one.title), "intro": own.intro or self._said(one.intro)}
        return one.model_copy(update={**here, "themes": themes, "scale": scale})

    def _said(self, words: str) -> str:
        return self._ours.get(words, words)

    def _step(self, one: Step) -> Step:
        activities = tuple(
            activity.model_copy(
                update={
                    "touches": tuple(
                        self._put(touch, _OF_TOUCH, self._own.touches.get(touch.key))
                        for touch in activity.touches
                    )
                }
            )
            for activity in one.activities
        )
        gates = tuple(self._gate(gate) for gate in one.gates)
        return one.model_copy(update={"activities": activities, "gates": gates})

    def _gate(self, one: Gate) -> Gate:
        own = self._own.gates.get(one.key, GateWords())
        questions = tuple(
            self._put(question, _OF_QUESTION, own.questions.get(question.key)) for question in one.questions
        )
        return self._put(one, _OF_GATE, own).model_copy(update={"questions": questions})

    def _put(self, one: Part, fields: tuple[str, ...], own: Words) -> Part:
        """The part with each field said: by its own words, by ours, else as it is."""
        english = {name: getattr(one, name) for name in fields}
        said = {
            name: getattr(own, name, "") or self._ours.get(words, words) for name, words in english.items()
        }
        return one.model_copy(update=said)


@cache
def _ours(language: Language) -> Mapping[str, str]:
    """Every sentence of the playbooks that come with the product, and what it is in a language."""
    return {
        english: said
        for key in loader.shipped()
        for english, said in _pairs(*shipped_words(key, language))
        if english and said
    }


def _pairs(playbook: Playbook, words: Overlay) -> Iterator[tuple[str, str]]:
    for _, gate in playbook.gates():
        of_gate = words.gates.get(gate.key, GateWords())
        yield from _fields(gate, of_gate, _OF_GATE)
        for question in gate.questions:
            yield from _fields(question, of_gate.questions.get(question.key), _OF_QUESTION)
    for _, _, touch in playbook.touches():
        yield from _fields(touch, words.touches.get(touch.key), _OF_TOUCH)
    for survey in playbook.surveys:
        said = words.surveys.get(survey.key, SurveyWords())
        yield from ((survey.title, said.title), (survey.intro, said.intro))
        yield from zip(survey.scale, said.scale, strict=False)
        yield from ((theme.title, said.themes.get(theme.key, "")) for theme in survey.themes)
        yield from ((one.text, said.statements.get(one.key, "")) for one in survey.statements())


def _fields(one: Gate | Question | Touch, words: Words, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((getattr(one, name), getattr(words, name, "")) for name in names)
