"""Lists of any program, in any order and wording: each test is named for what was refused, lost or taken unsaid."""

from pathlib import Path

import pytest

from languages import Language
from playbooks.yaml_lines import FileMistakes
from sectorlaunch.contacts.columns import match
from sectorlaunch.contacts.contact import Given
from sectorlaunch.contacts.header_row import ColumnsUnclear
from sectorlaunch.contacts.meanings import Meaning
from sectorlaunch.files import contacts_file
from sectorlaunch.tables import RoleKind

from .conftest import LEADERS, Read
from .test_excel import workbook

CASES = Path(__file__).parents[4] / "shared" / "cases"


def test_the_commonest_list_is_not_refused_for_a_column_more(read: Read) -> None:
    found = read(
        "Name,Company,Title,Email,Phone,City\nZoe Lark,Lark Tools,CEO,z@example.org,970-555-0101,Vale\n"
    )

    (zoe,) = found.contacts
    assert (zoe.name, zoe.organization, zoe.title) == ("Zoe Lark", "Lark Tools", "CEO")
    assert found.remarks == ("Columns not read: City",)


def test_a_column_nobody_filled_is_not_named(read: Read) -> None:
    assert read("Full Name,Email,Fax\nZoe Lark,z@example.org,\n").remarks == ()


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Rep Email,Member Name,Rep Last Name,Rep First Name,Rep Title", "z@example.org,Lark Tools,Lark,Zoe,CEO"),
        ("Executive Title,Executive First Name,Executive Last Name,Company Name,E-mail", "CEO,Zoe,Lark,Lark Tools,z@example.org"),
        ("Vorname,Nachname,Firma,Position,E-Mail-Adresse", "Zoe,Lark,Lark Tools,CEO,z@example.org"),
        ("Prénom,Nom,Société,Titre,Adresse de messagerie", "Zoe,Lark,Lark Tools,CEO,z@example.org"),
        ("Nombre,Apellidos,Organización,Puesto,Correo electrónico", "Zoe,Lark,Lark Tools,CEO,z@example.org"),
        ("Name,Contact,Title,Email", "Lark Tools,Zoe Lark,CEO,z@example.org"),
        ("Business Name,Owner,Title,Owner Email", "Lark Tools,Zoe Lark,CEO,z@example.org"),
        ("FirstName,LastName,AccountName,Title,Email", "Zoe,Lark,Lark Tools,CEO,z@example.org"),
        ("Display Name,Organization,Job Title,Primary Email", "Zoe Lark,Lark Tools,CEO,z@example.org"),
        ("Title,Full Name,Company,Job Title,Email", "Ms.,Zoe Lark,Lark Tools,CEO,z@example.org"),
    ],
)  # fmt: skip
def test_the_columns_of_other_programs_and_languages_are_known(read: Read, header: str, row: str) -> None:
    found = read(f"{header}\n{row}\n")

    (zoe,) = found.contacts
    assert (zoe.name, zoe.organization, zoe.title, zoe.email) == (
        "Zoe Lark",
        "Lark Tools",
        "CEO",
        "z@example.org",
    )
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("cell", "language", "remarks"),
    [
        ("Spanish", Language.SPANISH, ()),
        ("es_MX", Language.SPANISH, ()),
        ("Hmong, Español", Language.SPANISH, ()),
        ("English", Language.ENGLISH, ()),
        ("Hmong", None, ("letters go in the partnership's language, for there are none in Hmong",)),
        ("", None, ()),
    ],
)
def test_the_language_somebody_prefers_is_not_lost(
    read: Read, cell: str, language: Language | None, remarks: tuple[str, ...]
) -> None:
    (zoe,) = read(
        f'Full Name,Company,Email,Preferred Language\nZoe Lark,Lark Tools,z@example.org,"{cell}"\n'
    ).contacts
    assert (zoe.language, zoe.remarks) == (language, remarks)


def test_a_language_in_our_own_column_is_read_or_sent_back(read: Read) -> None:
    (zoe,) = read("name,email,role,language\nZoe Lark,z@example.org,champion,spanish\n").contacts
    assert zoe.language is Language.SPANISH
    with pytest.raises(FileMistakes, match="no language letters are written in; choose English or Spanish"):
        read("name,email,role,language\nZoe Lark,z@example.org,champion,Klingon\n")


@pytest.mark.parametrize(
    "above",
    [
        "Executives of the valley,,\n,,\n",
        "Registration Report\nReport generated:,04/02/2027 09:30\nAttendee Details\n",
        'Notes:\n"Some addresses are missing, see https://example.org"\n\n',
    ],
)
def test_a_title_above_does_not_hide_the_header(read: Read, above: str) -> None:
    (zoe,) = read(above + "First Name,Last Name,Email\nZoe,Lark,z@example.org\n").contacts

    assert (zoe.name, zoe.line) == ("Zoe Lark", above.count("\n") + 2)


def test_a_second_header_line_says_whose_name_it_is(read: Read) -> None:
    rows = [["Person", None, "Company", "Reach"], ["First Name", "Last Name", "Name", "Email"]]

    (zoe,) = read(workbook(*rows, ["Zoe", "Lark", "Lark Tools", "z@example.org"])).contacts

    assert (zoe.name, zoe.organization) == ("Zoe Lark", "Lark Tools")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Do Not Contact", "Yes"),
        ("Unsubscribed from all email", "true"),
        ("HasOptedOutOfEmail", "1"),
        ("Do not allow Bulk Emails", "Do Not Allow"),
        ("UNSUB_TIME", "2026-03-04 10:00:00"),
        ("Email permission status", "Unsubscribed"),
        ("Confirmed Opt-Out Date", "2026-03-04"),
    ],
)
def test_an_opt_out_in_a_list_is_kept_as_a_wish(read: Read, column: str, cell: str) -> None:
    (zoe,) = read(f"Full Name,Email,{column}\nZoe Lark,z@example.org,{cell}\n").contacts

    assert zoe.not_to_be_written_to == f"“{column}: {cell}”"


@pytest.mark.parametrize("cell", ["", "No", "false", "0", "Allow", "Subscribed"])
def test_a_no_under_an_opt_out_is_none(read: Read, cell: str) -> None:
    text = f"Full Name,Email,Do Not Contact,Email status\nZoe Lark,z@example.org,{cell},{cell}\n"

    assert read(text).contacts[0].not_to_be_written_to == ""


@pytest.mark.parametrize(
    ("cell", "first", "others"),
    [
        ("a@example.org; b@example.org", "a@example.org", ("b@example.org",)),
        ("Ollie <ollie@example.org>", "ollie@example.org", ()),
        ('"""Lake, Ann"" <ann@example.org>"', "ann@example.org", ()),
        ("ann@example.org.", "ann@example.org", ()),
        ("ann@example.org;", "ann@example.org", ()),
        ("mailto:ann@example.org", "ann@example.org", ()),
        ("ann\u00a0@example.org", "ann@example.org", ()),
        ("a@example.org / b@example.org", "a@example.org", ("b@example.org",)),
    ],
)
def test_an_address_is_found_in_a_cell_as_people_write_it(
    read: Read, cell: str, first: str, others: tuple[str, ...]
) -> None:
    (one,) = read(f"Full Name,Email\nAnn Lake,{cell}\n").contacts

    assert (one.email, one.other_addresses) == (first, others)


def test_a_second_number_is_named_and_a_rounded_one_explained(read: Read) -> None:
    text = "Full Name,Phone\nAnn Lake,970-555-0181 / 970-555-0199\nBo Hill,9.70555E+09\n"

    found = read(text)

    assert found.contacts[0].remarks == ("also on the list: 970-555-0199, not kept",)
    assert "the spreadsheet has rounded" in found.refused[0].why


def test_two_people_with_one_address_are_both_taken(read: Read) -> None:
    text = "Full Name,Email\nAnn Lake,office@example.org\nBo Lake,office@example.org\n"

    ann, bo = read(text).contacts

    assert (ann.email, bo.email) == ("office@example.org", "office@example.org")
    assert bo.remarks == ("shares an address with Ann Lake, line 2",)


def test_one_line_in_another_encoding_does_not_garble_the_file(read: Read) -> None:
    data = "Full Name,Email\nJosé Brook,j@example.org\n".encode() + "René Hill,r@example.org\n".encode(
        "cp1252"
    )

    found = read(data)

    assert [one.name for one in found.contacts] == ["José Brook", "René Hill"]
    assert "line 3 Windows-1252" in found.remarks[0]


def test_a_company_in_the_name_column_is_not_taken_for_a_person(read: Read) -> None:
    found = read("Full Name,Email\nTanager Tooling Inc.,info@example.org\n")

    assert found.contacts == ()
    assert "an organization and no person" in found.refused[0].why


def test_columns_that_say_nothing_are_asked_about_and_then_matched_by_hand(read: Read) -> None:
    text = "Wer,Wo,Womit\nZoe Lark,Lark Tools,z@example.org\n"
    with pytest.raises(ColumnsUnclear) as asked:
        read(text)
    assert asked.value.first_rows == [["Zoe Lark", "Lark Tools", "z@example.org"]]

    told = {"Wer": Meaning.FULL_NAME, "Wo": Meaning.ORGANIZATION, "Womit": Meaning.EMAIL}
    (zoe,) = read(text, Given(RoleKind.BUSINESS_LEADER, columns=told)).contacts

    assert (zoe.name, zoe.organization, zoe.email) == ("Zoe Lark", "Lark Tools", "z@example.org")


def test_a_list_without_a_header_keeps_its_first_person(read: Read) -> None:
    text = "Zoe Lark,z@example.org\nAnn Lake,a@example.org\n"
    with pytest.raises(ColumnsUnclear) as asked:
        read(text)
    assert asked.value.found.header == ("Column 1", "Column 2")

    told = {"Column 1": Meaning.FULL_NAME, "Column 2": Meaning.EMAIL}
    found = read(text, Given(RoleKind.BUSINESS_LEADER, columns=told))

    assert [one.name for one in found.contacts] == ["Zoe Lark", "Ann Lake"]


@pytest.mark.parametrize("delimiter", ["|", ";", "\t"])
def test_other_signs_part_the_cells_too(read: Read, delimiter: str) -> None:
    rows = [["Full Name", "Company, as in letters", "Email"], ["Zoe Lark", "Lark, Inc.", "z@example.org"]]

    found = read("\n".join(delimiter.join(row) for row in rows) + "\n")

    assert found.contacts[0].email == "z@example.org"


def test_a_title_column_of_mr_and_dr_is_no_job() -> None:
    found = match(["Title", "Full Name", "Email"], [["Dr.", "Zoe Lark", "z@example.org"]])

    assert found.meanings[0] is Meaning.HONORIFIC


REFUSED_TODAY_AND_RIGHTLY = {
    "headerless.csv",  # asked about
    "html-as.xls",
    "nul-byte.csv",
    "unclosed-quote-mid.csv",
}


@pytest.mark.skipif(not CASES.is_dir(), reason="the lists that failed elsewhere are not here")
def test_every_list_that_failed_elsewhere_is_taken() -> None:
    for path in sorted([*(CASES / "lists").iterdir(), *(CASES / "import").iterdir()]):
        if path.name in REFUSED_TODAY_AND_RIGHTLY:
            with pytest.raises(FileMistakes):
                contacts_file.read(path, LEADERS)
        else:
            found = contacts_file.read(path, LEADERS)
            assert found.contacts or path.name == "org-only-fn.vcf", path.name
            assert not any("@" in one.name or "_x000D_" in one.name for one in found.contacts), path.name


@pytest.mark.parametrize(
    ("address", "kept", "remark"),
    [
        ("gus@bücher.example", "gus@xn--bcher-kva.example", ""),
        ("ann@straße.example", "ann@xn--strae-oqa.example", ""),
        ("Ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example", ""),
        ("ann@gmial.com", "ann@gmial.com", "did you mean gmail.com?"),
        ("ann@hotmial.com", "ann@hotmial.com", "did you mean hotmail.com?"),
        ("ann@ymail.com", "ann@ymail.com", ""),
        ("josé@example.com", "josé@example.com", "many mail servers refuse"),
    ],
)
def test_an_address_is_kept_in_one_form_and_doubts_are_said(
    read: Read, address: str, kept: str, remark: str
) -> None:
    (one,) = read(f"Full Name,Email\nAnn Lake,{address}\n").contacts

    assert one.email == kept
    assert remark in "".join(one.remarks)


@pytest.mark.parametrize("address", ["x" * 65 + "@example.org", "x@" + "y" * 60 + ".example" * 30])
def test_an_address_longer_than_the_standard_allows_is_left_out(read: Read, address: str) -> None:
    (refused,) = read(f"Full Name,Email\nAnn Lake,{address}\n").refused

    assert "no e-mail address" in refused.why
