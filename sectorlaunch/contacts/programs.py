"""Which program a list comes from, by columns only it has: for the report alone, the columns speak for themselves."""

from collections.abc import Collection

_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Outlook", ("First Name", "E-mail Address", "Business Phone")),
    ("Outlook", ("First Name", "E-mail Address", "E-mail 2 Address")),
    ("Outlook", ("First Name", "E-mail Address", "E-mail Display Name")),
    ("Outlook, in German", ("Vorname", "Nachname", "E-Mail-Adresse", "Telefon geschäftlich")),
    ("Outlook, in French", ("Prénom", "Nom", "Adresse de messagerie")),
    ("Outlook, in Spanish", ("Nombre", "Apellidos", "Teléfono del trabajo")),
    ("HubSpot", ("Record ID", "First Name", "Email")),
    ("Salesforce", ("IsDeleted", "AccountId", "LastName")),
    ("Mailchimp", ("Email Address", "MEMBER_RATING")),
    ("Constant Contact", ("First name", "Source Name", "Created At")),
    ("Dynamics", ("(Do Not Modify) Contact", "Full Name")),
    ("LinkedIn", ("First Name", "Last Name", "Connected On")),
    ("Zoom", ("Registration Time", "Approval Status")),
    ("Eventbrite", ("Order #", "Attendee #")),
    ("Eventbrite", ("Order no.", "Attendee email")),
    ("Data Axle", ("Executive First Name", "Executive Last Name")),
    ("Thunderbird", ("Primary Email", "Secondary Email")),
    ("Yahoo", ("Messenger ID", "Yahoo Phone")),
)


def of(header: Collection[str]) -> str:
    """The program's name, or that it is a list of somebody's own."""
    told = {" ".join(cell.casefold().split()) for cell in header}
    return next(
        (name for name, signs in _SIGNS if {sign.casefold() for sign in signs} <= told), "a list of your own"
    )
