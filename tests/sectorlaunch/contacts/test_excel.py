"""Excel sheets: where the columns are named, what cells hold, and workbooks that are none."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from playbooks.yaml_lines import FileMistakes
from sectorlaunch.contacts import excel_rows, limits
from sectorlaunch.contacts.contact import Given
from sectorlaunch.tables import RoleKind

from .conftest import Read


def book_of(change: Callable[[Workbook], None], *rows: list[Any]) -> bytes:
    """A workbook of these rows, with something done to it that its cells do not say."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: list[Any], before: tuple[list[Any], ...] = ()) -> bytes:
    return book_of(lambda _book: None, *before, *rows)


def test_it_reads_our_own_columns(read: Read) -> None:
    data = workbook(
        ["Name", "E-mail", "Company", "Decides"], ["Esme Anvil", "esme@example.com", "Anvil", True]
    )

    found = read(data, Given())

    (esme,) = found.contacts
    assert found.dialect == "our own columns, an Excel sheet"
    assert (esme.organization, esme.decides) == ("Anvil", True)


def test_it_finds_the_names_of_the_columns_below_a_title(read: Read) -> None:
    data = workbook(
        ["First Name", "Last Name", "Company", "Cell Phone", "Email Address"],
        ["Fitz", "Cog", "Cog Gears", 9705550210.0, "fitz@example.com"],
        [None, None, None, None, None],
        ["Gus", "Plate", "Plate Co", "970-555-0211", None],
        before=(["Guests for the launch"], [None], ["as of", "May"]),
    )

    fitz, gus = read(data).contacts

    assert (fitz.line, fitz.name, fitz.phone) == (5, "Fitz Cog", "9705550210")
    assert (gus.line, gus.email, gus.phone) == (7, None, "970-555-0211")


def test_it_takes_the_sheet_that_holds_the_list(read: Read) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["Just notes"])
    hidden = book.create_sheet("old")
    hidden.append(["Full Name", "Work Phone"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("people")
    sheet.append(["Full Name", "Work Phone"])
    sheet.append(["Hal Round", "970-555-0212"])
    out = io.BytesIO()
    book.save(out)

    found = read(out.getvalue())

    assert [one.name for one in found.contacts] == ["Hal Round"]
    assert found.dialect == "a list of your own, an Excel sheet"


def test_it_names_the_mistakes_of_our_own_columns_by_row(read: Read) -> None:
    data = workbook(["name", "email", "role"], ["Esme Anvil", "esme", ""], before=(["A title"],))

    with pytest.raises(FileMistakes) as found:
        read(data)

    (mistake,) = found.value.mistakes
    assert (mistake.line, mistake.field) == (3, "email")


def bomb(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/worksheets/sheet1.xml", content)
    return out.getvalue()


def test_it_refuses_a_workbook_that_unpacks_to_more_than_a_machine_holds(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sectorlaunch.contacts.excel_rows.MOST_UNPACKED", 1_000_000)

    with pytest.raises(FileMistakes, match="unpacks to far more"):
        read(bomb(b"0" * 2_000_000))


@pytest.mark.parametrize(
    "data",
    [
        bomb(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        bomb(b"<not a sheet"),
        b"PK\x03\x04 and then nothing",
        workbook(["name", "email"])[:-200],
    ],
)
def test_it_says_what_to_do_about_a_workbook_it_cannot_read(read: Read, data: bytes) -> None:
    with pytest.raises(FileMistakes, match=r"save it as \.xlsx"):
        read(data)


def test_it_asks_for_a_workbook_without_a_password(read: Read) -> None:
    with pytest.raises(FileMistakes, match="has a password"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def test_it_does_not_believe_a_sheet_about_its_size(read: Read) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Full Name", "Work Phone"])
    sheet.append(["Hal Round", "970-555-0212"])
    sheet["XFD1048576"] = "far away"
    out = io.BytesIO()
    book.save(out)

    assert [one.name for one in read(out.getvalue()).contacts] == ["Hal Round"]


def test_it_refuses_more_rows_than_any_list_has(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sectorlaunch.files.contacts_file.MOST_ROWS", 3)
    rows = [["A Name", f"970-555-010{number}"] for number in range(5)]

    with pytest.raises(FileMistakes, match="more than 3 rows"):
        read(workbook(["Full Name", "Work Phone"], *rows))

    assert limits.MOST_ROWS >= 10_000


def test_it_gives_up_on_a_sheet_of_too_many_cells(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file whose rows were wide kept a machine busy for two minutes."""
    monkeypatch.setattr(excel_rows, "MOST_CELLS", 500)
    rows = [["x"] * 100 for _ in range(10)]

    with pytest.raises(FileMistakes, match="far more cells than a list of contacts"):
        read(workbook(["name", "email"], *rows))


def test_it_gives_up_on_a_sheet_that_takes_too_long(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_rows, "LONGEST_SECONDS", -1.0)

    with pytest.raises(FileMistakes, match="far more cells than a list of contacts"):
        read(workbook(["name", "email"], ["Ann", "ann@example.org"]))


ANN, BO = ["Ann Lake", "Lake Ltd", "ann@example.org"], ["Bo Hill", "Hill Co", "bo@example.org"]


@pytest.mark.parametrize(
    "header", [["Full Name", "Company", "Email"], ["Name", "Organization", "Email", "Role"]]
)
def test_a_row_that_is_hidden_is_not_taken_unsaid(read: Read, header: list[str]) -> None:
    def hide(book: Workbook) -> None:
        book.active.row_dimensions[3].hidden = True  # type: ignore[union-attr]

    found = read(book_of(hide, header, ANN, BO))

    assert [one.name for one in found.contacts] == ["Ann Lake"]
    assert [(one.line, one.name[:7]) for one in found.refused] == [(3, "Bo Hill")]
    assert "hidden in the sheet" in found.refused[0].why


def test_a_merged_company_counts_for_each_of_its_rows(read: Read) -> None:
    def merge(book: Workbook) -> None:
        book.active.merge_cells("B2:B3")  # type: ignore[union-attr]

    found = read(book_of(merge, ["Full Name", "Company", "Email"], ANN, BO))

    assert [one.organization for one in found.contacts] == ["Lake Ltd", "Lake Ltd"]


def test_an_address_behind_a_link_is_read(read: Read) -> None:
    def link(book: Workbook) -> None:
        book.active["C2"].hyperlink = "mailto:ann@example.org?subject=Hello"  # type: ignore[index]

    found = read(book_of(link, ["Full Name", "Company", "Email"], [*ANN[:2], "Write to Ann"]))

    assert found.contacts[0].email == "ann@example.org"


def test_a_formula_without_its_result_is_said(read: Read) -> None:
    found = read(workbook(["Full Name", "Email"], ["Ann Lake", '="ann"&"@example.org"'], BO[::2]))

    assert [one.name for one in found.contacts] == ["Bo Hill"]
    assert "1 cell holds a formula without its result" in found.remarks[0]


def test_a_second_list_in_a_workbook_is_named_and_can_be_chosen(read: Read) -> None:
    def add(book: Workbook) -> None:
        other = book.create_sheet("Board")
        other.append(["Full Name", "Company", "Email"])
        other.append(BO)

    data = book_of(add, ["Full Name", "Company", "Email"], ANN)

    first = read(data)
    board = read(data, Given(RoleKind.BUSINESS_LEADER, sheet="Board"))

    assert [one.name for one in first.contacts] == ["Ann Lake"]
    assert "“Board” holds a list too" in first.remarks[0]
    assert [one.name for one in board.contacts] == ["Bo Hill"]
    with pytest.raises(FileMistakes, match="there is no sheet “Bored”"):
        read(data, Given(RoleKind.BUSINESS_LEADER, sheet="Bored"))
