"""Words files: what a kind of message says in one language, in named blocks, so that words stand once.

A file is Markdown with fields and conditions in it (Jinja). A line such as "# Subject" begins a block; the blocks there
are named in `BLOCKS`. A kind's file says what is its own; what it does not say stands in the frame of the language,
`layout/en.md`, with the pieces all letters are made of.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError
from markupsafe import Markup

from languages import Language, formatting
from notifications import forms
from notifications.markdown import escaped, with_addresses
from notifications.plain_words import paragraphs

HERE = Path(__file__).parent
OF_A_KIND = ("subject", "short", "letter", "calendar")
"""What only a kind can say: subject and short text, offered in lines from the fullest to the shortest; the body; the note
in the calendar entry."""
OF_THE_FRAME = (
    "greeting",
    "closing",
    "signature",
    "foot",
    "copy",
    "questions",
    "unsubscribe",
    "letter to sign",
    "pieces",
)
"""What a language says once, and a kind may say otherwise."""
BLOCKS = (*OF_A_KIND, *OF_THE_FRAME)
_HEADING = re.compile(r"^# +(.+?) *$", re.MULTILINE)
_REMARK = re.compile(r"^<!--.*?-->\n", re.DOTALL)
_LABEL = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")
_FORM = re.compile(r"\{\{ to\.(\w+) \}\}")
_NO_FORM = re.compile(r"(mailto|tel):|\{\{ unsubscribe_url \}\}$")
"""What is read as well as pressed, and the one link that stands in the foot of every letter."""
_ONLY_MARKS = re.compile(r"^\s*(\{%[^{}]*%\}\s*)+$")


class WordsFileWrong(ValueError):
    """A words file cannot be read. The message names the file and the line, and says what would be right."""


@dataclass(frozen=True)
class WordsFile:
    """The blocks of one file, by name, ready to be filled."""

    blocks: Mapping[str, Template]


@dataclass(frozen=True)
class Words:
    """What a kind says in a language: its own blocks, and those of the frame."""

    own: WordsFile
    frame: WordsFile

    def block(self, name: str, values: Mapping[str, Any]) -> Markup:
        """A block filled in, as Markdown; empty where neither the kind nor the frame has it."""
        template = self.own.blocks.get(name) or self.frame.blocks.get(name)
        return Markup("") if template is None else Markup(_one_stop(template.render(values)).strip())

    def offers(self, name: str, values: Mapping[str, Any]) -> list[str]:
        """The lines of a block, as plain words, without those that came out empty."""
        template = self.own.blocks[name]
        lines = _one_stop(template.render(values)).splitlines()
        return [_closed(said) for line in lines if (said := " ".join(unescaped(line).split()))]


def _closed(line: str) -> str:
    """A line that leads up to a link there is none of ends all the same."""
    return f"{line[:-1].removesuffix('.')}." if line.endswith(":") else line


def _one_stop(markdown: str) -> str:
    """Where a field ends with a stop of its own, as "5:00 p.m." does, the sentence around it needs none."""
    return re.sub(r"\\([.?…])\.(?!\.)", r"\\\1", markdown)


def unescaped(markdown: str) -> str:
    """Plain words again."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", str(markdown))


def of_kind(folder: str, language: Language) -> Words:
    """The words of a kind, by the name of its folder. Raises WordsFileWrong for a file that cannot be read."""
    return Words(_file(kind_path(folder, language), language), _file(frame_path(language), language))


def speaks(folder: str, language: Language) -> bool:
    """Whether a kind has words in a language."""
    return all((HERE / path).is_file() for path in (kind_path(folder, language), frame_path(language)))


def kind_path(folder: str, language: Language) -> str:
    return f"kinds/{folder}/{language.short}.md"


def frame_path(language: Language) -> str:
    return f"layout/{language.short}.md"


@cache
def _file(path: str, language: Language) -> WordsFile:
    text = (HERE / path).read_text(encoding="utf-8")
    environment = _environment(language)
    return WordsFile(
        {name: _compiled(environment, path, words) for name, words in _split(path, text).items()}
    )


@cache
def _pieces(language: Language) -> Mapping[str, Any]:
    """What the frame of a language defines for all its letters, by name."""
    path = frame_path(language)
    words = _split(path, (HERE / path).read_text(encoding="utf-8"))["pieces"]
    module = _compiled(_bare_environment(language), path, words).module
    return {name: piece for name, piece in vars(module).items() if not name.startswith("_")}


def _split(path: str, text: str) -> dict[str, str]:
    """The words of each block, with empty lines before them so that an error names the line of the file."""
    found = list(_HEADING.finditer(text))
    if not found or _REMARK.sub("", text[: found[0].start()]).strip():
        raise WordsFileWrong(f"{path}: a words file begins with a block, such as “# Subject”.")
    blocks: dict[str, str] = {}
    for heading, following in zip(found, [*found[1:], None], strict=True):
        name = heading[1].casefold()
        line = text.count("\n", 0, heading.start()) + 1
        if name not in BLOCKS:
            near = get_close_matches(name, BLOCKS, n=1)
            hint = f"Did you mean “# {near[0].capitalize()}”?" if near else f"There are: {', '.join(BLOCKS)}."
            raise WordsFileWrong(f"{path}, line {line}: there is no block “{heading[1]}”. {hint}")
        if name in blocks:
            raise WordsFileWrong(f"{path}, line {line}: the block “{heading[1]}” stands here twice.")
        blocks[name] = "\n" * line + text[heading.end() + 1 : following.start() if following else None]
    return blocks


def _compiled(environment: Environment, path: str, words: str) -> Template:
    """Under the name of its file, which an error then tells."""
    _check_labels(path, words)
    source = "\n".join(map(_kept_line_end, words.split("\n")))
    try:
        code = environment.compile(source, path, path)
    except TemplateSyntaxError as error:
        raise WordsFileWrong(f"{path}, line {error.lineno}: {error.message}.") from None
    return environment.template_class.from_code(environment, code, environment.globals)


def _check_labels(path: str, words: str) -> None:
    """Raises WordsFileWrong where a label does not name the form it opens."""
    for label in _LABEL.finditer(words):
        said, target = label.groups()
        named = _FORM.fullmatch(target)
        if _NO_FORM.match(target) or (named is not None and named[1] in forms.BY_FIELD):
            continue
        line = words.count("\n", 0, label.start()) + 1
        near = get_close_matches(named[1], forms.BY_FIELD, n=1) if named is not None else []
        hint = f"Did you mean {{{{ to.{near[0]} }}}}?" if near else f"There are: {', '.join(forms.BY_FIELD)}."
        raise WordsFileWrong(
            f"{path}, line {line}: “{said}” names no form; write {{{{ to.questions }}}} or another. {hint}"
        )


def _kept_line_end(line: str) -> str:
    """A line that is only conditions leaves no line behind; one with words in it ends where it ends."""
    if line.rstrip().endswith("%}") and not _ONLY_MARKS.match(line):
        return f"{line.rstrip()[:-2]}+%}}"
    return line


@cache
def _environment(language: Language) -> Environment:
    environment = _bare_environment(language)
    environment.globals |= _pieces(language)
    return environment


def _bare_environment(language: Language) -> Environment:
    environment = Environment(
        undefined=StrictUndefined,
        autoescape=True,
        finalize=lambda value: value if isinstance(value, Markup) else escaped(value),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= _filters(language)
    return environment


def _filters(language: Language) -> Mapping[str, Callable[..., Any]]:
    """What can be done to a field: {{ questions | length | counted("one question", "questions") }}."""
    return {
        "listed": lambda items: formatting.listing(language, [str(item) for item in items]),
        "counted": lambda number, one, many: counted(language, number, one, many),
        "capital": lambda words: str(words)[:1].upper() + str(words)[1:],
        "dial": dial,
        "pressable": with_addresses,
        "as_letter": as_letter,
        "boxed": lambda words: Markup("\n".join(f"> {line}".rstrip() for line in str(words).splitlines())),
    }


def letter_to_sign(language: Language, lasts: str = "", own_paragraph: str = "") -> str:
    """The standard words of the joint letter, as plain paragraphs, the convener's own paragraph first.

    `lasts` is how long the meeting takes, in words: "two hours". Source of what it says: S2 slides 8, 9 and 20.
    """
    words = _file(frame_path(language), language).blocks["letter to sign"].render(lasts=lasts)
    return paragraphs(f"{own_paragraph}\n\n{unescaped(words)}")


def counted(language: Language, number: int, one: str, many: str) -> str:
    """ "one question", "three questions", "12 questions": `one` is said whole, `many` comes after its number."""
    return one if formatting.is_one(language, number) else f"{formatting.in_words(language, number)} {many}"


def as_letter(words: str) -> Markup:
    """Plain paragraphs as signed; a short line that stands alone and ends without a stop is a heading."""
    paragraphs = [paragraph for paragraph in str(words).strip().split("\n\n") if paragraph]
    return Markup("\n\n").join(
        Markup("## ") + escaped(paragraph) if _is_heading(paragraph) else escaped(paragraph)
        for paragraph in paragraphs
    )


def _is_heading(paragraph: str) -> bool:
    return "\n" not in paragraph and len(paragraph) <= 60 and paragraph[-1] not in ".,;:?!…”’)"


def dial(phone: str) -> str:
    """What a telephone can dial: digits and a leading plus; an extension is left to the caller's fingers."""
    number = re.split(r"(?i)\s*(?:ext|x)\.?\s*\d", phone)[0]
    return re.sub(r"(?!^\+)[^\d]", "", number.strip())
