"""Gathers the words of personal pages for their catalogs, `languages/pages.es.po`: new ones wait there to be translated.

Run it after such words were added or changed: `make catalogs`. The tests fail while any is without its translation.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from languages import DEFAULT, Language
from languages.catalogs import catalog_file

ROOT = Path(__file__).parents[1]
SAID_BY = ("mark", "Sentence", "BadInput", "NotAllowed", "NotFound")
"""Whose first argument is said on a page."""


@cache
def gathered() -> Catalog:
    """What pages say, in English, each with the file it stands in."""
    with (ROOT / "languages" / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog()
    keywords = {**DEFAULT_KEYWORDS, **dict.fromkeys(SAID_BY)}
    for file, _, words, _, context in extract_from_dir(ROOT, methods, options, keywords):
        found.add(words, locations=[(file, 1)], context=context)
    return found


def brought_up_to_date(language: Language) -> bytes:
    """The catalog of a language with the words there are now; a translation whose English has changed is asked for anew.

    The head of the file stays as it is.
    """
    text = catalog_file(language).read_bytes()
    known = read_po(BytesIO(text), locale=language.short)
    known.update(gathered(), no_fuzzy_matching=True)
    written = BytesIO()
    write_po(written, known, width=0, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return text.partition(b"\n\n")[0] + b"\n\n" + written.getvalue().strip() + b"\n"


if __name__ == "__main__":
    for one in Language:
        if one is not DEFAULT:
            catalog_file(one).write_bytes(brought_up_to_date(one))
