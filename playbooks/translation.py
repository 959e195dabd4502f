"""A playbook in another language: its own words for it, and those that come with the product where the English is ours."""

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from languages import Language
from playbooks import loader
from playbooks.model import Gate, Playbook, Question, Step, Touch
from playbooks.overlay import GateWords, Overlay, QuestionWords, TouchWords
from playbooks.yaml_lines import read_model

Part = TypeVar("Part", Gate, Question, Touch)
Words = GateWords | QuestionWords | TouchWords | None


@dataclass(frozen=True)
class Translation:
    """A playbook as readers of a language get it."""

    playbook: Playbook
    """In English where it has no words in the language."""
    lacking: frozenset[str] = frozenset()
    """Keys of the gates and touches that say something in English still."""


def translated(playbook: Playbook, language: Language) -> Translation:
    """What the playbook itself brings counts first; a sentence that is still ours has the words we bring for it."""
    if language is Language.ENGLISH:
        return Translation(playbook)
    ours, words = shipped_words(playbook.key, language)
    said = _Translator(playbook.words.get(language.short, Overlay()), ours, words).playbook(playbook)
    pairs = [
        *(
            (gate.key, _read(gate), _read(here))
            for (_, gate), (_, here) in zip(playbook.gates(), said.gates(), strict=True)
        ),
        *(
            (touch.key, [touch.title, touch.script], [here.title, here.script])
            for (_, _, touch), (_, _, here) in zip(playbook.touches(), said.touches(), strict=True)
            if touch.task_for is not None or touch.release is not None
        ),
    ]
    return Translation(said, frozenset(key for key, english, here in pairs if _is_left(english, here)))


def _read(gate: Gate) -> list[str]:
    """What others than conveners read of a gate: its name, and the questions somebody is asked."""
    asked = [question for question in gate.questions if question.attest is not None]
    return [gate.title, gate.purpose, *(words for q in asked for words in (q.title, q.ask, q.help))]


def _is_left(english: list[str], said: list[str]) -> bool:
    return any(words and words == here for words, here in zip(english, said, strict=True))


class _Translator:
    def __init__(self, own: Overlay, ours: Playbook | None, words: Overlay) -> None:
        self._own, self._words = own, words
        self._gates = {gate.key: gate for _, gate in ours.gates()} if ours else {}
        self._touches = {touch.key: touch for _, _, touch in ours.touches()} if ours else {}

    def playbook(self, one: Playbook) -> Playbook:
        return one.model_copy(update={"steps": tuple(self._step(step) for step in one.steps)})

    def _step(self, one: Step) -> Step:
        activities = tuple(
            activity.model_copy(update={"touches": tuple(self._touch(touch) for touch in activity.touches)})
            for activity in one.activities
        )
        return one.model_copy(
            update={"activities": activities, "gates": tuple(self._gate(gate) for gate in one.gates)}
        )

    def _touch(self, one: Touch) -> Touch:
        own, words = self._own.touches.get(one.key), self._words.touches.get(one.key)
        return _put(one, ("title", "script"), own, self._touches.get(one.key), words)

    def _gate(self, one: Gate) -> Gate:
        ours, own, words = (
            self._gates.get(one.key),
            self._own.gates.get(one.key, GateWords()),
            self._words.gates.get(one.key, GateWords()),
        )
        before = {question.key: question for question in ours.questions} if ours else {}
        questions = tuple(
            _put(
                question,
                ("title", "ask", "help"),
                own.questions.get(question.key),
                before.get(question.key),
                words.questions.get(question.key),
            )
            for question in one.questions
        )
        return _put(one, ("title", "purpose"), own, ours, words).model_copy(update={"questions": questions})


def _put(one: Part, fields: tuple[str, ...], own: Words, ours: Part | None, words: Words) -> Part:
    """The part with each field said: by its own words; by ours, where the English is what we bring; else as it is."""

    def said(name: str) -> str:
        english: str = getattr(one, name)
        still_ours = ours is not None and getattr(ours, name) == english
        return getattr(own, name, "") or (getattr(words, name, "") if still_ours else "") or english

    return one.model_copy(update={name: said(name) for name in fields})


@cache
def shipped_words(key: str, language: Language) -> tuple[Playbook | None, Overlay]:
    """The playbook of that key that comes with the product, and its words in a language."""
    path = loader.shipped().get(key)
    if path is None:
        return None, Overlay()
    ours, _ = read_model(path.read_text(encoding="utf-8"), path.name, Playbook)
    words = path.with_name(f"{path.stem}.{language.short}.yaml")
    overlay, _ = read_model(words.read_text(encoding="utf-8"), words.name, Overlay)
    return ours, overlay
