"""Outlook as CSV: the program on the desk and the one on the web."""

from sectorlaunch.contacts.contact import Assistant

from .conftest import Read

DESK = (
    '"Title","First Name","Middle Name","Last Name","Suffix","Company","Department","Job Title",'
    '"Business Street","Business City","Assistant\'s Phone","Business Fax","Business Phone","Business Phone 2",'
    '"Company Main Phone","Home Phone","Mobile Phone","Assistant\'s Name","Categories","E-mail Address",'
    '"E-mail Type","E-mail Display Name","E-mail 2 Address","E-mail 2 Type","E-mail 2 Display Name","Notes"\r\n'
    '"Ms.","Renée","","Aldergrove","","Aldergrove Tools, Inc.","","Chief Executive Officer",'
    '"1 Mill Rd","Lakeside","(970) 555-0121","(970) 555-0199","(970) 555-0120","","(970) 555-0100","",'
    '"970.555.0122","Tessa Quill","Industry","Renee@Example.com",'
    '"SMTP","Renée Aldergrove (renee@example.com)","renee.home@example.org","SMTP","","Met at the fair.\r\nLikes trout."\r\n'
    '"","Bo","","Birchwood","","Birchwood Metals","","Plant Manager","","","","","(970) 555-0130 ext. 12","","","",'
    '"","","","/o=ExchangeLabs/ou=Group/cn=Recipients/cn=bo","EX","","","","",""\r\n'
    '"","","","","","Cedar Panels","","","","","","","(970) 555-0140","","","","","","","","","","","","",""\r\n'
    '"","Nell","","Unreach","","Far Acres","","Owner","","","","","","","","","","","","nell(at)example.com","SMTP","","","","",""\r\n'
)
WEB = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,"
    "E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Company Main Phone,"
    "Job Title,Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Notes\r\n"
    "Ivo,J.,Hasp,Mr,Jr,,,,ivo@example.com,,,,,+1 970 555 0150,,,,President,,Hasp & Hook,,,Una Page,970-555-0151,\r\n"
)


def test_it_reads_the_columns_of_the_program_on_the_desk(read: Read) -> None:
    found = read(DESK.encode("cp1252"))

    assert found.dialect == "Outlook, CSV, Windows-1252"
    renee, bo = found.contacts
    assert (renee.line, renee.name, renee.email, renee.phone) == (
        2,
        "Renée Aldergrove",
        "renee@example.com",
        "(970) 555-0120",
    )
    assert (renee.organization, renee.title) == ("Aldergrove Tools, Inc.", "Chief Executive Officer")
    assert renee.other_addresses == ("renee.home@example.org",)
    assert renee.assistant == Assistant("Tessa Quill", "", "(970) 555-0121")
    assert renee.note == "Met at the fair.\nLikes trout."
    assert bo.name == "Bo Birchwood"


def test_it_reads_the_columns_of_the_web(read: Read) -> None:
    found = read(WEB)

    (ivo,) = found.contacts
    assert found.dialect == "Outlook, CSV, UTF-8"
    assert (ivo.name, ivo.email, ivo.phone) == ("Ivo J. Hasp", "ivo@example.com", "+1 970 555 0150")
    assert ivo.assistant == Assistant("Una Page", "", "970-555-0151")


def test_it_keeps_who_is_reached_by_phone_only_and_says_what_it_left_out(read: Read) -> None:
    bo = read(DESK).contacts[1]

    assert (bo.email, bo.phone) == (None, "(970) 555-0130 x12")
    assert bo.remarks == ("left out an address that only works inside an Exchange server",)


def test_it_refuses_the_rows_that_name_nobody_or_cannot_be_reached(read: Read) -> None:
    cedar, nell = read(DESK).refused

    assert (cedar.line, cedar.name) == (5, "Cedar Panels")
    assert "no person" in cedar.why
    assert (nell.name, "nell(at)example.com" in nell.why) == ("Nell Unreach", True)


def test_it_proposes_that_a_chief_executive_decides(read: Read) -> None:
    renee, bo = read(DESK).contacts

    assert (renee.decides, bo.decides) == (True, False)
    assert "decides, by the title “Chief Executive Officer”" in renee.remarks
