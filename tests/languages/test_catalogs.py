"""Personal pages say everything in every language: no word is left without its translation, or out of the catalogs."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from docs.write_catalogs import ROOT, brought_up_to_date, gathered
from languages import DEFAULT, Language
from languages.catalogs import Sentence, catalog_file

OTHERS = [language for language in Language if language is not DEFAULT]
TEMPLATES = ROOT / "sectorlaunch" / "portal" / "templates"
PERSONAL = [
    *(TEMPLATES / f"{name}.html" for name in ("personal", "error_page", "feed", "unsubscribe")),
    *(
        TEMPLATES / f"{name}.html"
        for name in ("part", "action_team_forms", "account", "account_address", "own_parts")
    ),
    *sorted(TEMPLATES.glob("part_*.html")),
    *sorted(TEMPLATES.glob("sign_in*.html")),
    *sorted((TEMPLATES / "personal").glob("*.html")),
]
ASKING_FOR_WORDS = {"_", "gettext", "ngettext", "pgettext"}
SOURCES = sorted(
    {
        ROOT / file
        for message in gathered()
        for file, _ in message.locations
        if file.endswith(".py") and "error_pages" not in file
    }
)


def kept(language: Language) -> Catalog:
    with catalog_file(language).open("rb") as file:
        return read_po(file, locale=language.short)


@pytest.mark.parametrize("language", OTHERS)
def test_it_has_words_for_everything_pages_say(language: Language) -> None:
    words = [message for message in kept(language) if message.id]
    assert [one.id for one in words if not one.string or "" in (one.string, *one.string)] == []
    assert [one.id for one in words if one.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_it_keeps_no_catalog_that_is_behind_the_pages(language: Language) -> None:
    assert catalog_file(language).read_bytes() == brought_up_to_date(language), "run `make catalogs`"


@pytest.mark.parametrize("language", OTHERS)
def test_it_keeps_what_is_filled_in_and_the_marks_around_it(language: Language) -> None:
    words = kept(language)
    assert [str(mistake) for message in words if message.id for mistake in message.check(words)] == []
    for message in words:
        if message.id:
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            meant = message.id if isinstance(message.id, tuple) else (message.id,)
            assert [marks(one) for one in said] == [marks(one) for one in meant][: len(said)], message.id


def marks(words: str) -> list[str]:
    return re.findall(r"<[^>]+>", words)


@pytest.mark.parametrize("template", PERSONAL, ids=lambda path: path.name)
def test_it_leaves_no_word_of_a_personal_page_out_of_the_catalogs(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    unseen = r"{% block (?:look|width) %}.*?{% endblock %}|{% trans.*?{% endtrans %}|{{.*?}}|{%.*?%}|{#.*?#}"
    bare = re.sub(unseen, "", source, flags=re.DOTALL)
    seen = re.findall(r'(?:title|alt|aria-label|placeholder)="([^"]*)"', bare)
    text = re.sub(r"<[^>]*>", " ", bare)
    assert re.findall(r"\w*[a-z]{2,}\w*", " ".join([text, *seen])) == []
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(source)
    assert [words for words in _loose(tree) if re.search(r"(\w+ ){3}|^[A-Z][a-z]", words)] == []


def _loose(node: nodes.Node) -> Iterator[str]:
    """Every string of a template that is said as it stands; those that are looked up in the catalogs left out."""
    if (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name in ASKING_FOR_WORDS
    ):
        for argument in node.kwargs:
            yield from _loose(argument)
        return
    if isinstance(node, nodes.Compare | nodes.TemplateData | nodes.Getitem | nodes.Extends | nodes.Import):
        return
    if isinstance(node, nodes.Pair):
        yield from _loose(node.value)
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _loose(child)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_it_marks_no_sentence_made_of_pieces(source: Path) -> None:
    """What an f-string puts together is found by no catalog: name the parts, `%(name)s`. `test_refusals` does it for errors."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    pieces = [
        f"{source.name}:{call.lineno}"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("mark", "Sentence")
        for argument in call.args[:1]
        if isinstance(argument, ast.JoinedStr)
    ]
    assert pieces == []


def test_it_puts_a_day_as_the_language_puts_it() -> None:
    pause = Sentence("No messages until %(day)s.", {"day": date(2027, 6, 1)})
    assert str(pause) == "No messages until Tuesday, June 1, 2027."
    assert pause.in_language(Language.SPANISH) == "Sin mensajes hasta el martes, 1 de junio de 2027."
