"""What holds for every list: encodings, what the convener gives, sizes, and input nobody meant well."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from playbooks.yaml_lines import FileMistakes
from sectorlaunch.contacts import job_titles
from sectorlaunch.contacts.contact import Given
from sectorlaunch.files import contacts_file
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.tables import RoleKind, Sector

from .conftest import LEADERS, Read

OWN_LIST = "Full Name,Company Name,Work Phone,Email Address\n"


def only_mistakes(data: bytes, given: Given = LEADERS) -> ContactsFile | FileMistakes:
    """What came of it: a list, or mistakes that each say what to do."""
    try:
        return contacts_file.read_bytes(Path("list"), data, given)
    except FileMistakes as mistakes:
        found = mistakes
    assert found.mistakes
    assert all(mistake.file == "list" and mistake.remedy for mistake in found.mistakes)
    return found


def test_it_needs_to_be_told_who_the_people_of_a_foreign_list_are(read: Read) -> None:
    with pytest.raises(FileMistakes, match='people import SLUG FILE --as "business leader"'):
        read(OWN_LIST + "A Bee,Bee Co,970-555-0100,\n", Given())


def test_it_gives_everyone_the_role_and_sector_it_was_told(read: Read) -> None:
    (one,) = read(
        OWN_LIST + "A Bee,College,,a@example.org\n", Given(RoleKind.SUPPORT_TEAM, Sector.EDUCATION)
    ).contacts

    assert (one.role, one.sector) == (RoleKind.SUPPORT_TEAM, Sector.EDUCATION)


def test_it_lets_our_own_list_say_roles_and_fills_in_where_it_does_not(read: Read) -> None:
    text = "name,email,role,sector\nA Bee,a@example.org,,\nB Cee,b@example.org,champion,business\n"

    first, second = read(text, Given(RoleKind.PUBLIC_PARTNER, Sector.LABOR)).contacts

    assert (first.role, first.sector) == (RoleKind.PUBLIC_PARTNER, Sector.LABOR)
    assert (second.role, second.sector) == (RoleKind.CHAMPION, Sector.BUSINESS)


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
    ],
)
def test_it_finds_the_encoding_out(read: Read, codec: str, name: str) -> None:
    text = OWN_LIST + "Renée Zoë,Café Müller – “Tools”,970-555-0100,\nJürgen Groß,O’Hara,970-555-0101,\n"

    found = read(text.encode(codec))

    assert found.dialect == f"a list of your own, CSV, {name}"
    assert [one.name for one in found.contacts] == ["Renée Zoë", "Jürgen Groß"]
    assert found.contacts[0].organization == "Café Müller – “Tools”"


def test_it_reads_the_line_excel_writes_for_itself(read: Read) -> None:
    (one,) = read("sep=;\nFull Name;Work Phone\nA Bee;970-555-0100\n").contacts

    assert (one.name, one.line) == ("A Bee", 3)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x" * 25_000_001, "larger than 25 MB"),
        (b"\x00\x01\x02\x03" * 50, "not a text file"),
        (codecs.BOM_UTF8 + b"name\n\xff", "no UTF-8 text"),
        (b"", "must name the columns"),
        (("Full Name,Work Phone\n" + "A,970-555-0100\n" * 20_001).encode(), "more than 20000 rows"),
        (("Full Name,Work Phone" + "," * 600).encode(), "more than 200 cells"),
        (('Full Name,Work Phone\n"' + "x" * 200_000 + '",970-555-0100').encode(), "field larger"),
        (b'Full Name,Work Phone\n"open', "quotation mark"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(data: bytes, words: str) -> None:
    found = only_mistakes(data)

    assert isinstance(found, FileMistakes)
    assert words in str(found)


def test_it_says_what_is_not_a_file(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path, "folder"),
        (tmp_path / "none", "no such file"),
        (Path("/dev/null"), "not a file"),
    ):
        with pytest.raises(FileMistakes, match=words):
            contacts_file.read(path)


def test_it_tidies_what_cannot_be_seen(read: Read) -> None:
    (one,) = read(
        OWN_LIST + "A\u202ebee\u200b\x07,Bee\tCo,\u202a+1\u2011970\u2011555\u20110100\u202c,\n"
    ).contacts

    assert (one.name, one.organization, one.phone) == ("Abee", "Bee Co", "+1-970-555-0100")


def test_it_keeps_the_one_number_that_can_be_read_and_says_which_could_not(read: Read) -> None:
    (one,) = read("Full Name,Work Phone,Cell Phone,Email\nA Bee,ask Una,970-555-0100,a at example\n").contacts

    assert one.phone == "970-555-0100"
    assert [remark.split(",")[0] for remark in one.remarks] == [
        "left out “a at example”",
        "left out “ask Una”",
    ]


@pytest.mark.parametrize(
    ("title", "decides"),
    [
        ("CEO", True),
        ("C.E.O.", True),
        ("Chief Executive", True),
        ("Owner/Operator", True),
        ("President & CEO", True),
        ("Managing Partner", True),
        ("Co-Founder", True),
        ("Vice President, Sales", False),
        ("Assistant to the CEO", False),
        ("Product Owner", False),
        ("Former president", False),
        ("Plant manager", False),
        ("", False),
    ],
)
def test_it_knows_who_decides_by_the_title(title: str, decides: bool) -> None:
    assert job_titles.decides(title) is decides


@settings(max_examples=300, deadline=None)
@examples(st.binary(max_size=400))
def test_it_never_fails_over_any_bytes(data: bytes) -> None:
    only_mistakes(data)


@settings(max_examples=200, deadline=None)
@examples(st.lists(st.lists(st.text(max_size=30), min_size=4, max_size=4), max_size=6))
def test_it_never_fails_over_any_cells_and_accounts_for_every_row(rows: list[list[str]]) -> None:
    cells = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    data = (OWN_LIST + "\r\n".join(cells)).encode("utf-8", "surrogatepass")

    found = only_mistakes(data)

    if isinstance(found, ContactsFile):
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        assert len(found.contacts) + len(found.refused) == len(filled)
        assert all(one.email or one.phone for one in found.contacts)


VALUES = st.text(alphabet='AZaz09;:,=\\"\n\r \tÉ%@+-', max_size=40)
PROPERTIES = st.sampled_from(
    [
        "N",
        "FN",
        "ORG",
        "TEL;TYPE=work",
        "EMAIL",
        "TITLE",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=nonsense",
        "N;ENCODING=B",
        "item1.TEL",
        "RELATED;TYPE=agent",
        "AGENT",
        "X-ABLabel",
        "VERSION",
        "BEGIN",
        "END",
    ]
)


@settings(max_examples=300, deadline=None)
@examples(st.lists(st.tuples(PROPERTIES, VALUES), max_size=8))
def test_it_never_fails_over_any_card(lines: list[tuple[str, str]]) -> None:
    body = "\r\n".join(f"{name}:{value}" for name, value in lines)

    only_mistakes(f"BEGIN:VCARD\r\nVERSION:3.0\r\n{body}\r\nEND:VCARD\r\n".encode())


NAMES = st.text(alphabet="abcdefgéöABCD'-", min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@examples(NAMES, NAMES, st.integers(0, 9999), st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
def test_it_reads_back_what_a_program_wrote(first: str, last: str, number: int, codec: str) -> None:
    text = (
        "First Name,Last Name,Organization Name,Labels,Phone 1 - Label,Phone 1 - Value\r\n"
        f'"{first}","{last}","Bee, Inc.",* myContacts,Work,970-555-{number:04}\r\n'
    )

    found = contacts_file.read_bytes(Path("list"), text.encode(codec), LEADERS)

    (one,) = found.contacts
    assert one.name.casefold() == f"{first} {last}".casefold()
    assert (one.organization, one.phone) == ("Bee, Inc.", f"970-555-{number:04}")
