"""Google Contacts as CSV, with the columns of today and those it wrote until 2024."""

import pytest

from sectorlaunch.contacts.contact import Assistant

from .conftest import Read

TODAY = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
    "Relation 1 - Label,Relation 1 - Value\n"
    "Zoë,,Platewell,,Dr,,,,Platewell & Daughters,Founder,,,,,* myContacts,,zoe.home@example.org,* Work,zoe@example.com,"
    "Work Fax,970-555-0169,Work,970-555-0160 ::: 970-555-0161,Assistant,Pia Vellum\n"
    ",,,,,,,Otto Far,,,,,,,,,,,,Mobile,970-555-0165,,,,\n"
)
BEFORE = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,Notes,Language,Photo,Group Membership,"
    "E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,"
    "Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title\n"
    "Åsa Kettle,Åsa,,Kettle,,,,,,,* myContacts ::: Industry,Home,asa.home@example.org,* Work,"
    "asa@example.com ::: asa.kettle@example.com,Mobile,970-555-0170,,Kettle Works,,Vice President ::: Owner\n"
)


def test_it_reads_the_columns_of_today(read: Read) -> None:
    found = read(TODAY)

    zoe, otto = found.contacts
    assert found.dialect == "Google Contacts, CSV, UTF-8"
    assert (zoe.name, zoe.organization, zoe.title) == ("Zoë Platewell", "Platewell & Daughters", "Founder")
    assert zoe.assistant == Assistant("Pia Vellum")
    assert (otto.name, otto.email, otto.phone) == ("Otto Far", None, "970-555-0165")


def test_it_takes_the_starred_address_and_the_first_number_that_is_no_fax(read: Read) -> None:
    zoe = read(TODAY).contacts[0]

    assert (zoe.email, zoe.other_addresses) == ("zoe@example.com", ("zoe.home@example.org",))
    assert zoe.phone == "970-555-0160"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_it_reads_the_columns_until_2024_in_every_encoding_they_came_in(read: Read, codec: str) -> None:
    found = read(BEFORE.encode(codec))

    (asa,) = found.contacts
    assert found.dialect.startswith("Google Contacts, the columns until 2024, CSV, UTF-")
    assert (asa.name, asa.organization) == ("Åsa Kettle", "Kettle Works")


def test_it_takes_several_values_in_one_cell_apart(read: Read) -> None:
    (asa,) = read(BEFORE).contacts

    assert asa.email == "asa@example.com"
    assert asa.other_addresses == ("asa.kettle@example.com", "asa.home@example.org")
    assert (asa.title, asa.decides) == ("Vice President", False)
