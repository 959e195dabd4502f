"""Letters of a rehearsal as their readers have them: whole mailboxes kept as golden files, and how hard they are to read."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import textstat

from sectorlaunch.rehearsal.result import MessageOut

GOLDEN = Path(__file__).parent / "golden"
HIGHEST_GRADE = 9.0
"""Of Flesch and Kincaid: American school years."""
LEAST_EASE = 60.0
"""Of Fernández Huerta: from 60 up a Spanish text is plain to most adults."""
ENGLISH = frozenset(
    [
        "the",
        "and",
        "you",
        "your",
        "with",
        "this",
        "that",
        "from",
        "are",
        "have",
        "will",
        "please",
        "their",
        "they",
        "which",
        "when",
        "what",
        "who",
        "not",
        "for",
        "was",
        "were",
        "been",
        "by",
        "of",
        "to",
        "on",
        "is",
        "it",
        "if",
        "in",
        "has",
        "had",
        "can",
        "could",
        "would",
        "should",
        "about",
        "there",
        "here",
        "our",
        "we",
        "us",
        "letter",
        "meeting",
    ]
) - {"has"}
"""Words no Spanish sentence has. "Has" is one of its own."""
Leak = tuple[str, str]
OURS = frozenset(
    [
        "stakeholder",
        "stakeholders",
        "leverage",
        "synergy",
        "synergies",
        "ecosystem",
        "robust",
        "utilize",
        "facilitate",
        "cohort",
        "deliverable",
        "deliverables",
        "bandwidth",
        "touch",
        "touchpoint",
        "waiver",
        "gate",
        "playbook",
        "worker",
        "quotient",
        "flow",
        "dashboard",
        "onboarding",
        "actionable",
    ]
)
"""Words that business leaders do not get from us; `docs/glossary.md` says what we call these things among ourselves."""


def is_as_accepted(name: str, text: str, accept: bool) -> bool:
    """Whether a mailbox reads as it was last accepted; with `accept` it is, from now on."""
    file = GOLDEN / f"{name}.txt"
    if accept:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return file.exists() and file.read_text(encoding="utf-8") == text


def hard_to_read(messages: Iterable[MessageOut], names: Iterable[str], language: str) -> Mapping[str, float]:
    """The kinds with a letter that is harder to read than allowed, with the figure of the hardest."""
    textstat.set_lang(language)
    figures: dict[str, list[float]] = {}
    named = _any_of(names)
    for message in messages:
        prose = sentences(named.sub("Ann", message.text))
        figure = (
            textstat.fernandez_huerta(prose) if language == "es" else textstat.flesch_kincaid_grade(prose)
        )
        figures.setdefault(message.kind, []).append(figure)
    if language == "es":
        return {kind: min(found) for kind, found in figures.items() if min(found) < LEAST_EASE}
    return {kind: max(found) for kind, found in figures.items() if max(found) > HIGHEST_GRADE}


def sentences(text: str) -> str:
    """The prose of a letter: without addresses, and each line that stands for itself as a sentence."""
    lines = (
        re.sub(r"https?://\S+|\[personal link\]\S*|\S+@\S+", "", line).strip(" -:")
        for line in text.splitlines()
    )
    return " ".join(line if line[-1] in ".?!" else f"{line}." for line in lines if line)


def said_of_ours(messages: Iterable[MessageOut], names: Iterable[str]) -> set[tuple[str, str]]:
    """Kind and word, wherever one of our own words stands in a letter."""
    named = _any_of(names)
    return {
        (message.kind, word)
        for message in messages
        for word in OURS
        & set(re.findall(r"[a-z]+", named.sub("", f"{message.subject} {message.text}").casefold()))
    }


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(filter(None, names), key=len, reverse=True))))


def english_in(where: str, text: str, typed: Iterable[str]) -> list[Leak]:
    """Lines with a word of English in them, once what people `typed` is left out; the longest of that first."""
    for words in typed:
        text = text.replace(words, " ")
    lines = (re.sub(r"https?://\S+|\S+@\S+", "", line).strip() for line in text.splitlines())
    return [(where, line) for line in lines if ENGLISH & set(re.findall(r"[^\W\d_]+", line.casefold()))]
