"""What a letter says will follow stands in it only where something will bring it, in every language."""

import re

import pytest

from languages import Language
from notifications import words_file
from notifications.context import MessageContext
from notifications.kinds.save_the_date.context import Context as SaveTheDate
from notifications.rendering import Rendered, context_class, known_kinds, render, traits

PROMISING = re.compile(
    r"will follow|you will (still )?(get|have|hear)|you get a|we write again|I will call you|there is a debrief"
    r"|llega después|recibirá|le escribimos de nuevo|le escribiremos|le llamo en|hacemos un balance|lo tendrá",
    re.IGNORECASE,
)
"""How our letters say that something will come."""
WHERE_IT_IS_SAID = {"answer-reminder": {"last": True}, "invitation": {"for_a_partner": True}}
"""Where a kind promises only some of its readers: what makes one of these."""


def context(kind: str, language: Language) -> MessageContext:
    changed = {"language": language, **WHERE_IT_IS_SAID.get(kind, {})}
    return context_class(kind).sample().model_copy(update=changed)


def said(letter: Rendered) -> str:
    return f"{letter.subject} {letter.short_text} {' '.join(letter.text.split())}"


BOTH = [
    (kind, language)
    for kind in sorted(known_kinds())
    for language in Language
    if words_file.speaks(kind.replace("-", "_"), language)
]


@pytest.mark.parametrize(("of", "language"), BOTH)
def test_it_never_happens__a_promise_that_nothing_keeps(of: str, language: Language) -> None:
    """An invitation was promised that no playbook had, and a summary by Tuesday that came on Friday."""
    unkept = context(of, language).model_copy(update={"promised": ()})
    assert PROMISING.findall(said(render(of, unkept))) == []


@pytest.mark.parametrize(("of", "language"), [one for one in BOTH if traits(one[0]).announces])
def test_it_says_each_thing_a_kind_announces(of: str, language: Language) -> None:
    every = context(of, language)
    assert {one.kind for one in every.promised} == set(traits(of).announces)
    for one in every.promised:
        alone = every.model_copy(update={"promised": (one,)})
        without = every.model_copy(update={"promised": ()})
        together = every.model_copy(update={"promised": tuple(o for o in every.promised if o != one)})
        letters = [said(render(of, each)) for each in (alone, without, every, together)]
        assert letters[0] != letters[1] or letters[2] != letters[3], one.kind


def test_it_announces_only_kinds_there_are() -> None:
    assert {named for kind in known_kinds() for named in traits(kind).announces} <= known_kinds()


def test_it_refuses_words_that_promise_what_their_kind_does_not_announce() -> None:
    with pytest.raises(LookupError, match="announces"):
        SaveTheDate.sample().promise("executive-summary")
