"""The words of a playbook in another language, by key: what people read of it who do not convene."""

from collections.abc import Collection, Iterator, Mapping

from pydantic import Field

from playbooks.frozen import Frozen


class QuestionWords(Frozen):
    title: str = ""
    ask: str = Field(default="", max_length=260)
    help: str = ""


class GateWords(Frozen):
    title: str = ""
    about: str = Field(default="", max_length=50)
    purpose: str = ""
    questions: Mapping[str, QuestionWords] = Field(default_factory=dict)


class TouchWords(Frozen):
    title: str = ""
    script: str = Field(default="", max_length=2000)


class SurveyWords(Frozen):
    title: str = ""
    intro: str = ""
    scale: tuple[str, ...] = ()
    themes: Mapping[str, str] = Field(default_factory=dict)
    statements: Mapping[str, str] = Field(default_factory=dict)


class Overlay(Frozen):
    """Gates, touches and surveys by key; what is left out stays in English."""

    gates: Mapping[str, GateWords] = Field(default_factory=dict)
    touches: Mapping[str, TouchWords] = Field(default_factory=dict)
    surveys: Mapping[str, SurveyWords] = Field(default_factory=dict)

    def strangers(
        self,
        gates: Mapping[str, Collection[str]],
        touches: Collection[str],
        surveys: Mapping[str, Collection[str]],
    ) -> Iterator[tuple[str, ...]]:
        """Where it names what the playbook does not have, as paths below it; `gates` have their questions, `surveys`
        their statements."""
        for key, words in self.gates.items():
            if key not in gates:
                yield ("gates", key)
                continue
            yield from (("gates", key, "questions", one) for one in words.questions if one not in gates[key])
        yield from (("touches", key) for key in self.touches if key not in touches)
        for key, said in self.surveys.items():
            if key not in surveys:
                yield ("surveys", key)
                continue
            yield from (
                ("surveys", key, "statements", one) for one in said.statements if one not in surveys[key]
            )
