"""CiviCRM exports: what people asked for there holds here."""

from .conftest import Read

HEADER = (
    "Contact ID,Contact Type,Do Not Email,Do Not Phone,No Bulk Emails (User Opt Out),Sort Name,Display Name,First Name,"
    "Last Name,Job Title,Current Employer,Deceased,Work-Email,Home-Email,Work-Phone-Fax,Work-Phone-Phone,Note(s)\n"
)


def test_it_reads_the_people_of_an_export(read: Read) -> None:
    found = read(
        HEADER
        + '12,Individual,No,No,No,"Kettle, Juno",Ms. Juno Kettle,Juno,Kettle,CEO,Kettle Co,,'
        + "juno@example.com,j@example.org,970-555-0209,970-555-0200,Keen.\n"
    )

    (juno,) = found.contacts
    assert found.dialect == "CiviCRM, CSV, UTF-8"
    assert (juno.name, juno.email, juno.phone) == ("Juno Kettle", "juno@example.com", "970-555-0200")
    assert (juno.organization, juno.decides, juno.note) == ("Kettle Co", True, "Keen.")


def test_it_keeps_the_wish_of_somebody_who_wants_no_mail(read: Read) -> None:
    (pip,) = read(
        HEADER + "13,Individual,Yes,,,,Pip,Pip,Latch,,Latch Ltd,,pip@example.com,,,970-555-0201,\n"
    ).contacts

    assert (pip.email, pip.phone) == ("pip@example.com", "970-555-0201")
    assert pip.not_to_be_written_to == "“do not email: yes”"
    assert "not to be written to" in pip.remarks[0]


def test_it_leaves_the_number_out_of_somebody_who_wants_no_calls(read: Read) -> None:
    (rae,) = read(HEADER + "14,Individual,,Yes,,,Rae,Rae,Still,,,,rae@example.com,,,970-555-0202,\n").contacts

    assert (rae.email, rae.phone, rae.not_to_be_written_to) == ("rae@example.com", "", "")


def test_it_refuses_the_dead_and_the_organizations(read: Read) -> None:
    found = read(
        HEADER
        + "15,Individual,,,,,Sam,Sam,Gone,,,Yes,sam@example.com,,,,\n"
        + "16,Organization,,,,,Tin Works,,,,,,tin@example.com,,,,\n"
    )

    assert found.contacts == ()
    assert ["died" in one.why or "not a person" in one.why for one in found.refused] == [True, True]
