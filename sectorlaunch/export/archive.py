"""The archive itself: what goes in, under which name, and the page that says so."""

import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import ColumnElement, RowMapping, Table, select
from sqlmodel import Session, col
from sqlmodel import select as choose

from languages import DEFAULT
from notifications.envelope import Envelope
from notifications.wires.mime import letter_bytes
from sectorlaunch import links
from sectorlaunch.export import belonging, cells, partnership_as_file
from sectorlaunch.outbox.deliver.message_envelope import envelope_of
from sectorlaunch.records import data_briefs, feeds
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import DataBrief, Document, Message, MessageState, Person

AT_ONCE = 500
"""Letters read at a time, and ids named in one statement."""


@dataclass(frozen=True)
class Taken:
    """What an archive holds: how many rows of each table, letters and papers."""

    rows: dict[str, int]
    letters: int
    papers: int


def write(launch: Launch, file: BinaryIO) -> Taken:
    """Writes everything about the partnership, at the moment of the launch, into a ZIP archive. Reads only.

    Tables as CSV with moments in UTC, the partnership's own files as they could be handed in again, every letter that
    was sent, every paper, and the meetings as a calendar. Without secrets: no personal link, no address of a channel.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = _tables(launch, archive)
        letters = _letters(launch, archive)
        papers = _papers(launch, archive)
        _files(launch, archive)
        archive.writestr("calendar.ics", feeds.of_partnership(launch.session, launch.now, launch.partnership))
        taken = Taken(rows, letters, papers)
        archive.writestr("README.txt", _read_me(launch, taken))
    return taken


def _tables(launch: Launch, archive: zipfile.ZipFile) -> dict[str, int]:
    found: dict[str, int] = {}
    names: dict[int, str] = {}
    for table in belonging.tables():
        rows = _rows(launch.session, table, belonging.belongs(table, launch.partnership_id))
        referring = [column.name for column in belonging.people_in(table)]
        people = {row[name] for row in rows for name in referring} - {None}
        _look_up(launch.session, people, names)
        if rows:
            found[table.name] = _write_table(archive, table, rows, names)
    return found


def _write_table(
    archive: zipfile.ZipFile, table: Table, rows: Sequence[RowMapping], names: dict[int, str]
) -> int:
    """Beside every number of a person stands the name: a table is read without the others."""
    referring = {column.name for column in belonging.people_in(table)}
    head: list[str] = []
    for column in belonging.columns(table):
        head += (
            [column.name, f"{column.name.removesuffix('_id')}_name"]
            if column.name in referring
            else [column.name]
        )

    def cells_of(row: RowMapping) -> Iterator[object]:
        for column in belonging.columns(table):
            value = row[column.name]
            yield value
            if column.name in referring:
                yield names.get(value, "") if isinstance(value, int) else ""

    archive.writestr(f"tables/{table.name}.csv", cells.as_csv(head, (list(cells_of(row)) for row in rows)))
    return len(rows)


def _look_up(session: Session, people: set[int], names: dict[int, str]) -> None:
    for part in _parts(sorted(people - names.keys())):
        found = session.exec(choose(Person).where(col(Person.id).in_(part)))
        names.update((person.id, person.name) for person in found if person.id is not None)


def _rows(session: Session, table: Table, wanted: ColumnElement[bool]) -> Sequence[RowMapping]:
    chosen = select(*belonging.columns(table)).where(wanted).order_by(*table.primary_key)
    return session.execute(chosen).mappings().all()


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(ids), AT_ONCE):
        yield ids[begin : begin + AT_ONCE]


def _letters(launch: Launch, archive: zipfile.ZipFile) -> int:
    """Every letter that was sent, as mail programs open it, its personal links cut short."""
    sent = choose(Message).where(Message.run_id == launch.run_id, Message.state == MessageState.SENT)
    count = 0
    for message in launch.session.exec(sent.order_by(col(Message.id)).execution_options(yield_per=AT_ONCE)):
        name = f"letters/{message.id:06}-{message.kind}-{_plain(message.to_name)}.eml"
        archive.writestr(name, letter_bytes(_public(envelope_of(launch.session, launch.now, message, ""))))
        count += 1
    return count


def _public(envelope: Envelope) -> Envelope:
    """The letter for whoever reads along: no link that answers for its reader, no calendar entry that does."""
    return replace(
        envelope,
        text=links.without_private(envelope.text),
        html=links.without_private(envelope.html),
        unsubscribe_url="",
        return_path="",
        calendar=None,
    )


def _papers(launch: Launch, archive: zipfile.ZipFile) -> int:
    documents = (
        choose(Document).where(Document.partnership_id == launch.partnership_id).order_by(col(Document.id))
    )
    briefs = (
        choose(DataBrief).where(DataBrief.partnership_id == launch.partnership_id).order_by(col(DataBrief.id))
    )
    count = 0
    for document in launch.session.exec(documents):
        words = links.without_private(f"{document.title}\n\n{document.body}\n")
        archive.writestr(f"papers/{document.id:04}-{_plain(document.kind.value)}.txt", words)
        count += 1
    for brief in launch.session.exec(briefs):
        for language in (DEFAULT, *data_briefs.translations(launch.session, brief)):
            said = data_briefs.in_language(launch.session, brief, language) or brief
            name = f"{brief.id:04}-{data_briefs.file_name(brief, language)}"
            for ending, content in (("pdf", said.pdf), ("docx", said.editable)):
                archive.writestr(f"papers/{name}.{ending}", content)
                count += 1
    return count


def _files(launch: Launch, archive: zipfile.ZipFile) -> None:
    """The files a launch begins with, as the records have them now: what `sector-launch new` takes."""
    with tempfile.TemporaryDirectory() as folder:
        partnership_as_file.write_files(launch, Path(folder))
        for path in sorted(Path(folder).iterdir()):
            archive.write(path, path.name)


def _plain(words: str) -> str:
    """A part of a file name that every system takes."""
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:40] or "nobody"


def _read_me(launch: Launch, taken: Taken) -> str:
    tables = "\n".join(
        f"  {name}.csv: {count} {'row' if count == 1 else 'rows'}"
        for name, count in sorted(taken.rows.items())
    )
    left = "\n".join(f"  {name}: {why}" for name, why in sorted(belonging.LEFT_OUT.items()))
    day = f"{launch.now.astimezone(launch.zone):%Y-%m-%d %H:%M} ({launch.partnership.zone})"
    return f"""{launch.partnership.name}
Everything on record, taken on {day}.

It holds names, addresses and what people wrote. Keep it as carefully as the records themselves.

partnership.yaml, contacts.csv, playbook.yaml
  What a launch begins with, as it stands now: "sector-launch new partnership.yaml --people contacts.csv".
calendar.ics
  The meetings, for any calendar program.
letters/
  The {taken.letters} letters that were sent, for any mail program. Personal links are cut short.
papers/
  Drafted and accepted papers, and data briefs.
tables/
  One table a file, UTF-8, commas; Excel and LibreOffice open them. Moments are UTC. A cell that begins with an
  apostrophe would have been taken for a formula.
{tables}

Left out:
{left}
"""
