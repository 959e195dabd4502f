"""The words of pages in each language: gettext catalogs, read as translators keep them, so that nothing is compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from languages import DEFAULT, Language, formatting

HERE = Path(__file__).parent


def catalog_file(language: Language) -> Path:
    """Where the words of a language stand, `pages.es.po`."""
    return HERE / f"pages.{language.short}.po"


@cache
def catalog(language: Language) -> NullTranslations:
    """What pages say in a language. English stands in the pages themselves."""
    if language is DEFAULT:
        return NullTranslations()
    with catalog_file(language).open("rb") as file:
        words = read_po(file, locale=language.short)
    compiled = BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return Translations(compiled)


@dataclass(frozen=True)
class Sentence:
    """Something said to a person: its English words, with parts such as `%(name)s`, and what stands in those."""

    words: str
    parts: Mapping[str, object] = field(default_factory=dict)

    def in_language(self, language: Language) -> str:
        """In English where the language has no words for it. Days among the parts are put as the language puts them."""
        found: str = catalog(language).gettext(self.words)
        put = {
            name: formatting.day(language, part) if isinstance(part, date) else part
            for name, part in self.parts.items()
        }
        return found % put if put else found

    def __str__(self) -> str:
        return self.in_language(DEFAULT)


def mark(words: str) -> str:
    """Marks words that are said elsewhere, so that they are found for the catalogs."""
    return words
