"""Typst, called in one way: data in, an accessible PDF out.

Every word of a person's comes as data: a string in Typst is text and never markup, whatever is written in it.
"""

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

ACCESSIBLE: Literal["ua-1"] = "ua-1"
"""PDF/UA: tagged, with title and language, so that it can be read aloud."""
ORDINARY: Literal["1.7"] = "1.7"
OUR_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC"})
"""What our own fonts have."""
_NO_GLYPH = "could not be displayed"


def pdf(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A template with its data and the pictures it names, as PDF/UA with its fonts inside. Raises TypstError.

    Our fonts have Latin, Greek and Cyrillic letters. A name in another script takes the machine's own fonts; where none
    has the letter, the file is an ordinary PDF with a box in its place, because a paper with a box beats no paper.
    """
    import typst

    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.typ"
        page.write_text(template, encoding="utf-8")
        for name, content in (pictures or {}).items():
            (page.parent / name).write_bytes(content)
        words = json.dumps(_printable(data))
        ways: tuple[tuple[Literal["ua-1", "1.7"], bool], ...] = (
            (ACCESSIBLE, True),
            (ACCESSIBLE, False),
            (ORDINARY, False),
        )
        for standard, own_fonts_only in ways:
            try:
                return bytes(
                    typst.compile(
                        page,
                        root=page.parent,
                        format="pdf",
                        sys_inputs={"data": words},
                        pdf_standards=standard,
                        ignore_system_fonts=own_fonts_only,
                    )
                )
            except typst.TypstError as error:
                if _NO_GLYPH not in str(error):
                    raise
        raise AssertionError("an ordinary PDF has a box for every letter")


def without_a_font(words: str) -> list[str]:
    """The scripts, as Unicode names them (“THAI”, “CJK”), of letters in `words` that no font on this machine has."""
    by_script: dict[str, set[str]] = {}
    for letter in set(words):
        if letter.isalpha():
            by_script.setdefault(unicodedata.name(letter, "RARE").partition(" ")[0], set()).add(letter)
    return [
        script
        for script, letters in sorted(by_script.items())
        if script not in OUR_SCRIPTS and not _have_fonts("".join(sorted(letters)))
    ]


def _have_fonts(letters: str) -> bool:
    import typst

    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.typ"
        page.write_text('#set document(title: "Letters")\n#sys.inputs.letters', encoding="utf-8")
        try:
            typst.compile(
                page,
                root=page.parent,
                format="pdf",
                sys_inputs={"letters": letters},
                pdf_standards=ACCESSIBLE,
                ignore_system_fonts=False,
            )
        except typst.TypstError as error:
            if _NO_GLYPH not in str(error):
                raise
            return False
    return True


def _printable(data: Any) -> Any:
    """The data without control characters, which no font has and nobody meant."""
    if isinstance(data, str):
        return "".join(one for one in data if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))
    if isinstance(data, Mapping):
        return {name: _printable(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_printable(value) for value in data]
    return data
