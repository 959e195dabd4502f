"""vCards of three versions, from phones and mail programs."""

import pytest

from playbooks.yaml_lines import FileMistakes
from sectorlaunch.contacts.contact import Assistant

from .conftest import Read

PHONE_2_1 = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85ngstr=C3=B6m;=\r\n=4C=65=61;;;\r\n"
    b"TEL;CELL:970-555-0180\r\nTEL;WORK;FAX:970-555-0189\r\nTEL;WORK;PREF:970-555-0181\r\n"
    b"EMAIL;HOME:lea.home@example.org\r\nEMAIL;PREF;INTERNET:lea@example.com\r\n"
    b"ORG:Angstrom Gauges;Sales\r\n"
    b"TITLE;quoted-printable:Owner\r\n"
    b"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Caf=E9=0D=0Asecond line\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRg\r\n ABAQ==\r\n\r\n"
    b"END:VCARD\r\n"
)
THREE = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Nobody//EN\r\nN:Roundtree;Hal;;Mr.;\r\nFN:Mr. Hal Roundtree\r\n"
    "ORG:Roundtree\\, Sons\\; Partners;\r\nTITLE:Managing Dir\r\n ector\r\nitem1.EMAIL;type=INTERNET;type=pref:hal@example.com\r\n"
    "TEL;type=CELL;type=VOICE:(970) 555-0182\r\nNOTE:One\\, two\\nthree\r\n"
    "item2.X-ABRELATEDNAMES:Ona Ledger\r\nitem2.X-ABLabel:_$!<Assistant>!$_\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Only Phone\r\nTEL:970-555-0183\r\nEND:VCARD\r\n"
)
FOUR = (
    "BEGIN:VCARD\nVERSION:4.0\nKIND:individual\nFN:Mia Cogsworthy\nORG:Cogsworthy Gears\nTITLE:President\n"
    'TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+1-970-555-0184;ext=7\n'
    "EMAIL;TYPE=home:mia.home@example.org\nEMAIL;PREF=1:mia@example.com\n"
    "RELATED;TYPE=agent;VALUE=text:Rory Inkwell\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:The board\nMEMBER:urn:uuid:1\nEND:VCARD\n"
)


def test_it_reads_a_phone_of_version_2_1(read: Read) -> None:
    found = read(PHONE_2_1)

    (lea,) = found.contacts
    assert found.dialect == "vCard, UTF-8"
    assert (lea.line, lea.name, lea.email, lea.phone) == (
        1,
        "Lea Ångström",
        "lea@example.com",
        "970-555-0181",
    )
    assert (lea.organization, lea.title, lea.decides) == ("Angstrom Gauges", "Owner", True)
    assert lea.note == "Café\nsecond line"


def test_it_reads_several_cards_of_version_3(read: Read) -> None:
    hal, phone = read(THREE).contacts

    assert (hal.name, hal.email, hal.title) == ("Hal Roundtree", "hal@example.com", "Managing Director")
    assert hal.organization == "Roundtree, Sons; Partners"
    assert hal.note == "One, two\nthree"
    assert hal.assistant == Assistant("Ona Ledger")
    assert (phone.line, phone.name, phone.email, phone.phone) == (15, "Only Phone", None, "970-555-0183")


def test_it_reads_version_4_and_leaves_groups_out(read: Read) -> None:
    found = read(FOUR)

    (mia,) = found.contacts
    assert (mia.email, mia.phone) == ("mia@example.com", "+1-970-555-0184 x7")
    assert mia.other_addresses == ("mia.home@example.org",)
    assert mia.assistant == Assistant("Rory Inkwell")
    assert [one.name for one in found.refused] == ["The board"]


def test_it_takes_the_card_inside_a_card_for_the_assistant(read: Read) -> None:
    text = (
        "BEGIN:VCARD\nVERSION:2.1\nN:Boss;Ada\nTEL:970-555-0190\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nN:Help;Ed\n"
        "TEL:970-555-0191\nEMAIL:ed@example.com\nEND:VCARD\nEND:VCARD\n"
    )

    (ada,) = read(text).contacts

    assert ada.assistant == Assistant("Ed Help", "ed@example.com", "970-555-0191")


def test_it_reads_raw_bytes_of_a_western_phone(read: Read) -> None:
    data = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1:Müller;Jörg\nTEL:970-555-0192\nEND:VCARD\n"

    (jorg,) = read(data.encode("latin-1")).contacts

    assert jorg.name == "Jörg Müller"


def test_it_refuses_a_damaged_card_and_takes_the_others(read: Read) -> None:
    damaged = "BEGIN:VCARD\nVERSION:3.0\nN:B;A\nEMAIL;ENCODING=b:%%%\nEND:VCARD\n"

    found = read(damaged + THREE)

    assert len(found.contacts) == 2
    assert [one.line for one in found.refused] == [1]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("BEGIN:VCARD\nVERSION:3.0\nFN:A\n", 1, "no end"),
        ("BEGIN:VCARD\nEND:VCARD\nEND:VCARD\n", 3, "has not begun"),
        ("BEGIN:VCARD\n" * 9, 4, "nested too deeply"),
    ],
)
def test_it_says_where_a_file_is_cut_off(read: Read, text: str, line: int, words: str) -> None:
    with pytest.raises(FileMistakes) as found:
        read(text)

    (mistake,) = found.value.mistakes
    assert mistake.line == line
    assert words in mistake.remedy


def test_it_is_not_slowed_down_by_a_large_picture(read: Read) -> None:
    picture = "PHOTO;ENCODING=b:" + "\n ".join(["A" * 72] * 60_000)

    (one,) = read(f"BEGIN:VCARD\nVERSION:3.0\nFN:Big Face\n{picture}\nTEL:970-555-0193\nEND:VCARD\n").contacts

    assert one.phone == "970-555-0193"
