"""Reading contacts: what people's spreadsheets do to a CSV file, and each mistake with its line and remedy."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbooks.yaml_lines import FileMistakes, Mistake
from sectorlaunch.contacts import names
from sectorlaunch.contacts.dialects.ours import COLUMNS
from sectorlaunch.files import contacts_file
from sectorlaunch.tables import RoleKind, Sector

Write = Callable[[str, str], Path]


def mistakes_in(path: Path) -> tuple[Mistake, ...]:
    with pytest.raises(FileMistakes) as found:
        contacts_file.read(path)
    return found.value.mistakes


def test_it_reads_a_row(write: Write) -> None:
    text = (
        "name,email,phone,title,organisation,sector,role,decides,relationship_owner,note\n"
        "Esme Anvilstone,Esme@Example.com,970-555-0110,Owner,Anvilstone Castings,business,champion,"
        "yes,dov@example.org,Met in May.\n"
    )

    (contact,) = contacts_file.read(write("c.csv", text)).contacts

    assert contact.line == 2
    assert contact.email == "esme@example.com"
    assert contact.role is RoleKind.CHAMPION
    assert contact.decides
    assert contact.relationship_owner == "dov@example.org"
    assert contact.note == "Met in May."


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("end", "quoting"),
    [("\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_MINIMAL), ("\r", csv.QUOTE_ALL)],
)
def test_it_reads_what_spreadsheets_write(
    write: Write, mark: str, delimiter: str, end: str, quoting: Literal[0, 1]
) -> None:
    rows = [
        ["Name", " E-mail ", "ORGANIZATION", "Relationship Owner", "Note"],
        ["Séverine O'Dowelby", "sev@example.com", "Vale, Vale; & Sons", "", "Two sites:\none each"],
        ["", "", "", "", ""],
        ["Tove Hasp", "tove@example.com", "Hasp", "ada@example.org", ""],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)

    first, second = contacts_file.read(write("c.csv", mark + text.getvalue())).contacts

    assert (first.name, first.organization) == ("Séverine O'Dowelby", "Vale, Vale; & Sons")
    assert first.note == "Two sites:\none each"
    assert (first.line, second.line) == (2, 5)
    assert second.relationship_owner == "ada@example.org"


def test_it_puts_a_broken_line_in_a_name_back_together(write: Write) -> None:
    (contact,) = contacts_file.read(write("c.csv", 'name,email\n"Tove\n  Hasp",t@example.com\n')).contacts

    assert contact.name == "Tove Hasp"


def test_it_drops_marks_of_no_width_that_copying_leaves_behind(write: Write) -> None:
    text = "name,email\n\u200bTove\u00a0Hasp\u200b,\u200bt@example.com\ufeff\n"

    (contact,) = contacts_file.read(write("c.csv", text)).contacts

    assert (contact.name, contact.email) == ("Tove Hasp", "t@example.com")


@pytest.mark.parametrize(
    ("sector", "role", "expected"),
    [
        ("", "", (Sector.BUSINESS, RoleKind.BUSINESS_LEADER)),
        ("Business", "Champion", (Sector.BUSINESS, RoleKind.CHAMPION)),
        ("labor", "", (Sector.LABOR, RoleKind.PUBLIC_PARTNER)),
        ("Workforce-Development", "public_partner", (Sector.WORKFORCE, RoleKind.PUBLIC_PARTNER)),
        ("education", "expert", (Sector.EDUCATION, RoleKind.EXPERT)),
        ("community", "Network supporter", (Sector.COMMUNITY, RoleKind.NETWORK_SUPPORTER)),
    ],
)
def test_it_understands_sectors_and_roles(
    write: Write, sector: str, role: str, expected: tuple[Sector, RoleKind]
) -> None:
    text = f"name,email,sector,role\nTove Hasp,t@example.com,{sector},{role}\n"

    (contact,) = contacts_file.read(write("c.csv", text)).contacts

    assert (contact.sector, contact.role) == expected


MISTAKES = [
    # the file after its header, the line, the column, the remedy
    (",t@example.com,,,,,,,,", 2, "name", "every contact needs a name"),
    ("Tove,,,,,,,,,", 2, "email", "neither an e-mail address nor a telephone number"),
    ("Tove,t at example.com,,,,,,,,", 2, "email", "“t at example.com” is not an e-mail address"),
    ("Tove,t@example.com,n/a,,,,,,,", 2, "phone", "is not a telephone number"),
    ("Tove,t@example.com,,,,eduction,,,,", 2, "sector", "did you mean “education”?"),
    ("Tove,t@example.com,,,,martian,,,,", 2, "sector", "choose one of business, education"),
    ("Tove,t@example.com,,,,,champoin,,,", 2, "role", "did you mean “champion”?"),
    ("Tove,t@example.com,,,,,convener,,,", 2, "role", "name the convener in the partnership file"),
    ("Tove,t@example.com,,,,education,champion,,,", 2, "role", "speaks for a business"),
    ("Tove,t@example.com,,,,business,public partner,,,", 2, "sector", "say which sector"),
    ("Tove,t@example.com,,,,,,perhaps,,", 2, "decides", "neither yes nor no"),
    ("Tove,t@example.com,,,,,,,Ada,", 2, "relationship_owner", "is not an e-mail address"),
    ("Tove,t@example.com,,,,,,,,,,left over", 2, "", "put quotation marks around text"),
    ("Tove,t@example.com,,,,,,,,\ntove,T@example.com,,,,,,,,", 3, "email", "on line 2 already"),
    ("Tove Works Inc.,t@example.com,,,,,,,,", 2, "name", "names a company"),
    ("Tove,,970-555-0101,,Hasp,,,,,\ntove,,970-555-0102,,HASP,,,,,", 3, "name", "is on line 2 already"),
    ("Tove,t@example.com,,,Hasp,,,,,\nOve,o@example.com,,,Hasp,labour,,,,", 3, "sector", "line 2 says business"),
    ("Tove,t@example.com,,,,,,,,\n\"Ove,o@example.com,,,,,,,,", 3, "", "quotation mark that is not closed"),
    ("To\x07ve,t@example.com,,,,,,,,", 2, "name", "invisible control character"),
    ("T" * 201 + ",t@example.com,,,,,,,,", 2, "name", "shorten it to 200"),
    (f"Tove,t@example.com,,,,,,,,{'n' * 4001}", 2, "note", "shorten it to 4000"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "line", "column", "remedy"), MISTAKES)
def test_it_names_line_column_and_remedy(
    write: Write, rows: str, line: int, column: str, remedy: str
) -> None:
    path = write("c.csv", ",".join(COLUMNS[:10]) + "\n" + rows + "\n")

    (mistake,) = mistakes_in(path)

    assert (mistake.file, mistake.line, mistake.field) == (str(path), line, column)
    assert remedy in mistake.remedy


@pytest.mark.parametrize(
    ("header", "column", "remedy"),
    [
        ("name,email,role,organistion", "organistion", "did you mean “organization”?"),
        ("name,email,role,Email", "email", "this column is here twice"),
        ("email,phone", "", "a column with names was not found"),
        ("name,title", "", "a column with e-mail addresses or telephone numbers was not found"),
    ],
)
def test_it_names_columns_it_needs(write: Write, header: str, column: str, remedy: str) -> None:
    (mistake,) = mistakes_in(write("c.csv", header + "\n"))

    assert (mistake.line, mistake.field) == (1, column)
    assert remedy in mistake.remedy


def test_it_says_what_the_first_line_is_for(write: Write) -> None:
    (mistake,) = mistakes_in(write("c.csv", "\n\n"))

    assert mistake.remedy.startswith("the first line must name the columns: name, email")


def test_it_names_the_line_whose_bytes_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"name,email\n\x81\x8d,s@example.com\n")

    (mistake,) = mistakes_in(path)

    assert mistake.line == 2
    assert "UTF-8" in mistake.remedy


def test_it_names_every_mistake_in_the_file(write: Write) -> None:
    text = "name,email,phone,sektor,role\n,a@example.com,,,\nTove,b,12,,\nOve,,,,\n"

    found = mistakes_in(write("c.csv", text))

    assert [(mistake.line, mistake.field) for mistake in found] == [
        (1, "sektor"),
        (2, "name"),
        (3, "email"),
        (3, "phone"),
        (4, "email"),
    ]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" \n,;\t\"'=@"),
    min_size=1,
    max_size=40,
).filter(lambda text: bool(text.split()) and not names.is_company(" ".join(text.split())))
people = st.builds(
    lambda number, name, organization, note, decides: {
        "name": name,
        "email": f"person{number}@example.com",
        "organization": organization,
        "note": note,
        "decides": "yes" if decides else "",
    },
    st.uuids(),
    words,
    words,
    words,
    st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(people, max_size=8), delimiter=st.sampled_from(",;\t"), mark=st.booleans())
def test_it_reads_back_whatever_a_spreadsheet_writes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], delimiter: str, mark: bool
) -> None:
    path = tmp_path_factory.mktemp("csv") / "c.csv"
    encoding = "utf-8-sig" if mark else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(
            file, ["name", "email", "organization", "note", "decides"], delimiter=delimiter
        )
        writer.writeheader()
        writer.writerows(rows)

    contacts = contacts_file.read(path).contacts

    assert [contact.email for contact in contacts] == [row["email"] for row in rows]
    assert [contact.decides for contact in contacts] == [row["decides"] == "yes" for row in rows]
    for contact, row in zip(contacts, rows, strict=True):
        assert _letters(contact.name) == _letters(_composed(row["name"]))
        assert contact.note == row["note"].strip()


def _letters(text: str) -> list[str]:
    return sorted(letter for letter in text.casefold() if letter.isalnum())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
