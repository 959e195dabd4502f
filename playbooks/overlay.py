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


class Overlay(Frozen):
    """Gates and touches by key; what is left out stays in English."""

    gates: Mapping[str, GateWords] = Field(default_factory=dict)
    touches: Mapping[str, TouchWords] = Field(default_factory=dict)

    def strangers(
        self, gates: Mapping[str, Collection[str]], touches: Collection[str]
    ) -> Iterator[tuple[str, ...]]:
        """Where it names what the playbook does not have, as paths below it; `gates` have their questions."""
        for key, words in self.gates.items():
            if key not in gates:
                yield ("gates", key)
                continue
            yield from (("gates", key, "questions", one) for one in words.questions if one not in gates[key])
        yield from (("touches", key) for key in self.touches if key not in touches)
