"""What a list not made for us says about one person, and the contact that comes of it.

Such lists grow over years. One unreadable number in eight hundred entries is left out and told; only an entry that
names nobody, or nobody who can be reached, is refused.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from languages import Language
from sectorlaunch import plain_values
from sectorlaunch.contacts import job_titles, mail_domains, names
from sectorlaunch.contacts.contact import NOBODY, Assistant, Contact, Given, Refused, role_and_sector
from sectorlaunch.tables.columns import LONG, SHORT

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_EXTENSION = re.compile(r"\s*(?:;?\s*(?:extension|extn|ext|x)[.:=]?)\s*(?=\d)", re.IGNORECASE)
_SEVERAL = " ::: "
"""What Google puts between several values in one cell."""
_ADDRESS = re.compile(r"[^\s<>()\[\],;:|\"“”]+@[^\s<>()\[\],;:|\"“”/]+")
_INSIDE_EXCHANGE = re.compile(r"/o=", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"\s+/\s+|;(?!\s*ext)|\n|\s+or\s+|,\s*(?=\+?\(?\d{3})", re.IGNORECASE)
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_LABEL = re.compile(r"^\s*[A-Za-z]{1,10}[.:]\s*(?=[+(\d])|\s*\(\s*[A-Za-z ]{1,20}\s*\)\s*$")


@dataclass(frozen=True)
class Entry:
    line: int
    name: str
    emails: tuple[str, ...] = ()
    """The address to write to first."""
    phones: tuple[str, ...] = ()
    title: str = ""
    organization: str = ""
    note: str = ""
    assistant: Assistant = NOBODY
    language: str = ""
    refused: str = ""
    """Why the list itself says to leave this person out."""
    remarks: tuple[str, ...] = ()
    not_by_mail: str = ""
    """What the list says of a wish for no letters at all, or none by e-mail; empty: nothing."""
    not_by_phone: bool = False


def full_name(*parts: str) -> str:
    return " ".join(part.strip() for part in parts if part.strip())


def values(cells: Mapping[str, str], columns: Iterable[str]) -> tuple[str, ...]:
    """What the columns hold, in their order, each value once; several in one cell are taken apart."""
    found = (value.strip() for column in columns for value in cells.get(column, "").split(_SEVERAL.strip()))
    return tuple(dict.fromkeys(value for value in found if value))


def contact(entry: Entry, given: Given) -> Contact | Refused:
    """The contact in an entry. What could not be read is left out, and said in its remarks."""
    name = names.read(re.sub(r"\s*\([^()]*@[^()]*\)$", "", one_line(entry.name)[:SHORT])).whole[:SHORT]
    if why := entry.refused or _nobody(entry, name):
        return Refused(entry.line, name or one_line(entry.organization)[:SHORT] or "no name", why)
    remarks = list(entry.remarks)
    addresses = list(_addresses(entry.emails, remarks))
    phones = list(_phones(entry.phones, remarks))
    if entry.not_by_mail:
        remarks.append(f"not to be written to, for the list says {entry.not_by_mail}")
    if entry.not_by_phone and phones:
        remarks.append("asked for no calls, so the number is left out")
    email = addresses[0] if addresses else None
    phone = phones[0] if phones and not entry.not_by_phone else ""
    remarks += [f"also on the list: {further}, not kept" for further in phones[1:] if not entry.not_by_phone]
    if email is None and not phone:
        return Refused(entry.line, name, _unreachable(remarks))
    role, sector, wrong = role_and_sector(given.role, given.sector)
    if wrong:
        return Refused(entry.line, name, wrong[0][1])
    title = _shortened(entry.title, SHORT, "title", remarks)
    decides = job_titles.decides(title)
    if decides:
        remarks.append(f"decides, by the title “{plain_values.shown(title)}”")
    return Contact(
        line=entry.line,
        name=name,
        email=email,
        phone=phone,
        title=title,
        organization=_shortened(entry.organization, SHORT, "organization", remarks),
        sector=sector,
        role=role,
        decides=decides,
        relationship_owner=None,
        note=_note(entry.note, remarks),
        other_addresses=tuple(address for address in addresses if address != email),
        assistant=_assistant(entry.assistant, remarks),
        language=_language(entry.language, remarks),
        remarks=tuple(remarks),
        not_to_be_written_to=entry.not_by_mail,
    )


def _language(said: str, remarks: list[str]) -> Language | None:
    """One of ours; of several named the first we have. Another is left out, and told."""
    named = [part.strip() for part in re.split(r"[,;/\n]|\s+and\s+", said) if part.strip()]
    for one in named:
        try:
            return plain_values.language(one)
        except ValueError:
            continue
    if named:
        remarks.append(f"letters go in the partnership's language, for there are none in {named[0][:40]}")
    return None


def one_line(text: str) -> str:
    """Text on one line without what cannot be seen: a stranger's list is tidied, not sent back."""
    return plain_values.one_line(_visible(text)[:SHORT]) if text else ""


def _visible(text: str) -> str:
    spaced = " ".join(text.split())
    return "".join(letter for letter in spaced if not unicodedata.category(letter).startswith("C"))


def _nobody(entry: Entry, name: str) -> str:
    organization = one_line(entry.organization)
    if name and name.casefold() != organization.casefold() and not names.is_company(name):
        return ""
    if name or organization:
        return "it names an organization and no person; give the name of somebody there"
    return "it names nobody; give the name of the person"


def _unreachable(remarks: list[str]) -> str:
    said = f" ({'; '.join(remarks)})" if remarks else ""
    return f"neither an e-mail address nor a telephone number to use{said}"


def _addresses(texts: Iterable[str], remarks: list[str]) -> Iterator[str]:
    """Every address in the cells, each once: “a@x; b@y”, “Ollie <ollie@x>” and “mailto:a@x” are read."""
    seen = set()
    for text in texts:
        if _INSIDE_EXCHANGE.match(text.strip()):
            remarks.append("left out an address that only works inside an Exchange server")
            continue
        for written in _written_addresses(text):
            try:
                address = plain_values.email_address(written)
            except ValueError:
                remarks.append(f"left out “{plain_values.shown(written)}”, which is no e-mail address")
                continue
            if address not in seen:
                seen.add(address)
                remarks += mail_domains.doubts(address)
                yield address


def _written_addresses(text: str) -> list[str]:
    """The addresses in a cell as they are written, or the cell itself where none can be seen."""
    tidy = re.sub(r"\s*@\s*", "@", _visible(text.replace("\u00a0", " ")))
    found = [one.rstrip(".") for one in _ADDRESS.findall(re.sub(r"mailto:", "", tidy, flags=re.IGNORECASE))]
    return found or [text]


def _phones(texts: Iterable[str], remarks: list[str]) -> Iterator[str]:
    for text in texts:
        for written in filter(None, map(str.strip, _BETWEEN_NUMBERS.split(text))):
            tidy = re.sub(r"^tel:", "", _visible(written.translate(_DASHES)), flags=re.IGNORECASE)
            try:
                yield plain_values.phone_number(_EXTENSION.sub(" x", _LABEL.sub("", tidy)))
            except ValueError:
                why = (
                    "a number the spreadsheet has rounded; make the column text there and hand it in again"
                    if _ROUNDED.fullmatch(written)
                    else "which is no telephone number"
                )
                remarks.append(f"left out “{plain_values.shown(written)}”, {why}")


def _assistant(told: Assistant, remarks: list[str]) -> Assistant:
    return Assistant(
        name=one_line(told.name),
        email=next(iter(_addresses(filter(None, [told.email]), remarks)), ""),
        phone=next(iter(_phones(filter(None, [told.phone]), remarks)), ""),
    )


def _shortened(text: str, longest: int, what: str, remarks: list[str]) -> str:
    if len(" ".join(text.split())) > longest:
        remarks.append(f"the {what} was cut to {longest} characters")
    return one_line(text)


def _note(text: str, remarks: list[str]) -> str:
    lines = (_visible(line) for line in text.splitlines())
    whole = "\n".join(lines).strip()
    if len(whole) > LONG:
        remarks.append(f"the note was cut to {LONG} characters")
    return whole[:LONG]
