"""The bytes of a file, and the text in them: which encoding it is in is found out, not asked."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from playbooks.yaml_lines import FileMistakes, Mistake
from sectorlaunch.contacts.limits import MOST_BYTES

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_WESTERN = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
_SAMPLE = 200_000


def read(path: Path) -> bytes:
    """Raises FileMistakes for what is no file, may not be read, or is larger than any list of contacts."""
    file = str(path)
    try:
        if path.is_dir():
            raise wrong(file, "this is a folder; name the file in it")
        if path.exists() and not path.is_file():
            raise wrong(file, "this is not a file")
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise wrong(file, "there is no such file") from None
    except PermissionError:
        raise wrong(file, "the file may not be read; change its rights") from None
    except (OSError, ValueError):
        raise wrong(file, "the file cannot be read") from None
    check_size(data, file)
    return data


def check_size(data: bytes, file: str) -> None:
    if len(data) > MOST_BYTES:
        raise wrong(file, f"it is larger than {MOST_BYTES // 1_000_000} MB; save the contacts alone")


@dataclass(frozen=True)
class Text:
    """What a file says, the name of its encoding, and the lines that were in another one."""

    text: str
    encoding: str
    other_lines: tuple[int, ...] = ()
    """Lines of Windows-1252 in a file that is UTF-8 otherwise: two lists put together by hand."""


def text(data: bytes, file: str) -> Text:
    """The text of a file: UTF-8, UTF-16 with or without mark, else Windows-1252 or Mac Roman.

    Raises FileMistakes for what is no text.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Text(_decoded(data, codec, name, file), name)
    if codec := _unmarked_utf_16(data):
        return Text(_decoded(data, codec, "UTF-16", file), "UTF-16")
    if b"\0" in data:
        raise wrong(file, "this is not a text file; save the contacts as CSV, vCard or Excel (.xlsx)")
    if data[:500].lstrip().lower().startswith((b"<html", b"<!doctype", b"<table")):
        raise wrong(
            file,
            "this is a web page with another ending; open it in Excel and save it as an Excel Workbook (.xlsx)",
        )
    try:
        return Text(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _line_by_line(data) or Text(
            _decoded(data, codec := _western(data), _WESTERN[codec], file), _WESTERN[codec]
        )


def _line_by_line(data: bytes) -> Text | None:
    """A file most of whose marked letters are UTF-8, with lines of Windows-1252 in it; None where it is not so."""
    lines, other, marked = [], [], 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
            marked += not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", errors="replace"))
            other.append(number)
    return Text("\n".join(lines), "UTF-8", tuple(other)) if marked else None


def _unmarked_utf_16(data: bytes) -> str:
    """Latin text in UTF-16 has a zero as every other byte."""
    start = data[:400]
    if len(start) < 4 or b"\0" not in start:
        return ""
    if start[1::2].count(0) > len(start) * 0.4:
        return "utf-16-le"
    return "utf-16-be" if start[::2].count(0) > len(start) * 0.4 else ""


def _western(data: bytes) -> str:
    """Excel on a Mac writes Mac Roman where all others write Windows-1252."""
    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_WESTERN), threshold=0.9).best()
    return best.encoding if best is not None and best.encoding in _WESTERN else "cp1252"


def _decoded(data: bytes, codec: str, name: str, file: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        remedy = f"this line holds bytes that are no {name} text; save the file as UTF-8"
        raise FileMistakes([Mistake(file, line, "", remedy)]) from None


def wrong(file: str, remedy: str, line: int | None = None, field: str = "") -> FileMistakes:
    return FileMistakes([Mistake(file, line, field, remedy)])
