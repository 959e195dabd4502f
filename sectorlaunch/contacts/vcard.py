"""vCard 2.1, 3.0 and 4.0, as phones and mail programs write them; many cards in a file.

The cards are cut apart and tidied before the library reads each alone, for it stops at the first line it cannot read,
knows quoted-printable in one spelling only, and takes an hour over a large picture.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sectorlaunch.contacts import entry
from sectorlaunch.contacts.contact import Assistant, Contact, Given, Refused
from sectorlaunch.contacts.entry import Entry
from sectorlaunch.contacts.file_bytes import wrong
from sectorlaunch.contacts.limits import LONGEST_CELL, MOST_ROWS

NAME = "vCard"
_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(r"\s*END\s*:\s*VCARD\s*", re.IGNORECASE)
_QUOTED = re.compile(r";(?:ENCODING=)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_CHARSET = re.compile(r";CHARSET=\"?([\w.:-]+)\"?", re.IGNORECASE)
_USED = re.compile(
    r"(?:[\w-]+\.)?(?:VERSION|FN|N|ORG|TITLE|ROLE|TEL|EMAIL|NOTE|RELATED|AGENT|KIND|X-ABLABEL|X-ABRELATEDNAMES"
    r"|X-[\w-]*ASSISTANT[\w-]*)(?=[;:])",
    re.IGNORECASE,
)
"""The properties that are read; pictures, keys and addresses are left where they are."""
_DEEPEST = 3


@dataclass
class _Card:
    line: int
    lines: list[str] = field(default_factory=list)
    inner: "list[_Card]" = field(default_factory=list)
    """An AGENT may be a card inside a card."""


def is_in(text: str) -> bool:
    return _BEGIN.match(text.lstrip("\ufeff\r\n\t ")[:200].partition("\n")[0]) is not None


def contacts(text: str, file: str, given: Given) -> Iterator[Contact | Refused]:
    """Each card of a file. Raises FileMistakes for cards without end and for more of them than any list has."""
    for count, card in enumerate(_cards(text, file)):
        if count >= MOST_ROWS:
            raise wrong(file, f"there are more than {MOST_ROWS} cards; take them in in parts", card.line)
        try:
            found = _entry(card)
        # The library lets whatever a damaged card makes it trip over through; one card must not cost the others.
        except Exception:
            yield Refused(card.line, "no name", "this card cannot be read; export it again, or type it in")
        else:
            yield entry.contact(found, given)


def _cards(text: str, file: str) -> Iterator[_Card]:
    open_cards: list[_Card] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if _BEGIN.fullmatch(line):
            card = _Card(number)
            if len(open_cards) >= _DEEPEST:
                raise wrong(file, "cards are nested too deeply here; export them again", number)
            if open_cards:
                open_cards[-1].inner.append(card)
            open_cards.append(card)
        elif _END.fullmatch(line):
            if not open_cards:
                raise wrong(file, "a card ends here that has not begun; export the cards again", number)
            card = open_cards.pop()
            if not open_cards:
                yield card
        elif open_cards:
            open_cards[-1].lines.append(line)
    if open_cards:
        remedy = "this card has no end; the file is cut off, export the cards again"
        raise wrong(file, remedy, open_cards[0].line)


def _entry(card: _Card) -> Entry:
    read = _read(card)
    return Entry(
        line=card.line,
        name=_name(read),
        emails=tuple(_texts(read, "email")),
        phones=tuple(_numbers(read)),
        title=next(iter(_texts(read, "title")), "") or next(iter(_texts(read, "role")), ""),
        organization=_organization(read),
        note="\n".join(_texts(read, "note")),
        assistant=_assistant(card, read),
        refused=_not_a_person(read),
    )


def _read(card: _Card) -> Any:
    import vobject

    lines = [line for line in _logical(card.lines) if _USED.match(line)]
    plain = [_plain(line).replace("\\:", ":") for line in lines]
    whole = "\r\n".join(["BEGIN:VCARD", *plain, "END:VCARD", ""])
    return next(iter(vobject.readComponents(whole, ignoreUnreadable=True)))


def _logical(lines: list[str]) -> Iterator[str]:
    """Lines put together again: folded ones by the space they begin with, quoted-printable by the sign they end on."""
    whole: list[str] = []
    size = 0
    soft = False
    for line in lines:
        goes_on = soft or line[:1] in (" ", "\t")
        if whole and not goes_on:
            yield "".join(whole)
            whole, size = [], 0
        part = line[1:] if goes_on and not soft and whole else line.lstrip() if not whole else line
        if soft and whole:
            whole[-1] = whole[-1][:-1]
        if size <= LONGEST_CELL:
            whole.append(part)
            size += len(part)
        soft = bool(whole) and part.endswith("=") and _QUOTED.search(whole[0].partition(":")[0]) is not None
    if whole:
        yield "".join(whole)


def _plain(line: str) -> str:
    """The same property without quoted-printable and charset, which vCard 3 no longer knows."""
    head, colon, value = line.partition(":")
    if _QUOTED.search(head):
        charset = _CHARSET.search(head)
        value = _unquoted(value, charset[1] if charset else "utf-8")
    if "EMAIL" in head.upper():
        value = value.replace(",", "\\,")  # “"Brook, Ann" <ann@…>”: a comma parts nothing in an address
    return _CHARSET.sub("", _QUOTED.sub("", head)) + colon + value


def _unquoted(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("utf-8"))
    for codec in (charset, "utf-8"):
        try:
            text = data.decode(codec)
            break
        except (LookupError, ValueError):
            continue
    else:
        text = data.decode("cp1252", errors="replace")
    return re.sub(r"\r\n|\r|\n", r"\\n", text)


def _name(card: Any) -> str:
    """The structured name, without Mr and Jr, for letters begin with it; else the name as it is shown."""
    for line in card.contents.get("n", []):
        name = line.value
        if found := entry.full_name(
            *(_joined(getattr(name, part)) for part in ("given", "additional", "family"))
        ):
            return found
    return next(iter(_texts(card, "fn")), "")


def _joined(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _texts(card: Any, name: str) -> list[str]:
    """The values of a property, the preferred one first, then those of work."""
    lines = sorted(card.contents.get(name, []), key=_rank)
    found = (line.value.strip() for line in lines if isinstance(line.value, str))
    return [value for value in found if value]


def _kinds(line: Any) -> set[str]:
    kinds = [*line.singletonparams, *line.params.get("TYPE", [])]
    return {word.strip().casefold() for kind in kinds for word in kind.split(",")}


def _rank(line: Any) -> int:
    kinds = _kinds(line)
    if "pref" in kinds:
        return 0
    if told := line.params.get("PREF"):
        return int(told[0]) if told[0].isdecimal() and len(told[0]) < 4 else 100
    return 101 if kinds & {"work", "cell"} else 102


def _numbers(card: Any) -> Iterator[str]:
    lines = [line for line in card.contents.get("tel", []) if not _kinds(line) & {"fax", "pager"}]
    for line in sorted(lines, key=_rank):
        if isinstance(line.value, str):
            yield line.value.strip()


def _organization(card: Any) -> str:
    """The first part of it: what follows are departments."""
    for line in card.contents.get("org", []):
        parts = line.value if isinstance(line.value, list) else [line.value]
        if parts and (first := ", ".join(parts[0]) if isinstance(parts[0], list) else str(parts[0]).strip()):
            return first
    return ""


def _not_a_person(card: Any) -> str:
    kind = next(iter(_texts(card, "kind")), "individual").casefold()
    return "" if kind == "individual" else f"it is a card of the kind {kind[:20]}, not of a person"


def _assistant(card: _Card, read: Any) -> Assistant:
    for inner in card.inner:
        nested = _read(inner)
        return Assistant(
            name=_name(nested),
            email=next(iter(_texts(nested, "email")), ""),
            phone=next(_numbers(nested), ""),
        )
    for line in read.contents.get("related", []):
        if _kinds(line) & {"agent", "assistant", "x-assistant"} and isinstance(line.value, str):
            return _related(line.value.strip())
    for name in read.contents:
        if name.startswith("x-") and "assistant" in name and (texts := _texts(read, name)):
            return Assistant(name=texts[0])
    return _apple_assistant(read)


def _related(value: str) -> Assistant:
    if value.casefold().startswith("mailto:"):
        return Assistant(email=value[7:])
    if value.casefold().startswith("tel:"):
        return Assistant(phone=value)
    return Assistant() if ":" in value else Assistant(name=value)


def _apple_assistant(card: Any) -> Assistant:
    """Apple puts a person and what they are into two properties of one group."""
    labels = {line.group: str(line.value) for line in card.contents.get("x-ablabel", []) if line.group}
    for line in card.contents.get("x-abrelatednames", []):
        if "assistant" in labels.get(line.group, "").casefold():
            return Assistant(name=str(line.value))
    return Assistant()
