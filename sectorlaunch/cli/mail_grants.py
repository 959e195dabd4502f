"""What lets us into mailboxes at Microsoft and Google, where a password does not."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.accounts import KEEPER
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import Json, argument, group

app = group("Mailboxes at Microsoft and Google, opened without a password.")
Number = Annotated[int, argument("NUMBER", "Which one, as `list` shows it.")]
Secret = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help="Certificate and key as PEM, or the key file of a service account."
    ),
]


@app.command("add")
def add(
    provider: Annotated[str, argument("PROVIDER", "microsoft or google.")],
    mailbox: Annotated[str, typer.Option("--mailbox", metavar="EMAIL", help="The mailbox that is used.")],
    way: Annotated[
        str,
        typer.Option("--by", help="client-secret, certificate, consent, or service-account."),
    ],
    client_id: Annotated[str, typer.Option("--client-id", help="Of the app, as its page shows it.")] = "",
    tenant: Annotated[str, typer.Option("--tenant", help="The directory at Microsoft, or its domain.")] = "",
    smtp: Annotated[
        bool, typer.Option("--smtp", help="Microsoft by SMTP and IMAP instead of Graph; Google always is.")
    ] = False,
    file: Secret = None,
) -> None:
    """Adds a mailbox. The secret is asked for, so that none is left behind; key files are named."""
    from notifications.oauth.providers import Client, Door, Provider
    from sectorlaunch.mail_grants import doors, grants

    chosen = grants.chosen(provider, way)
    door = Door.MAIL if smtp or chosen[0] is Provider.GOOGLE else Door.GRAPH
    client = Client(*chosen, door, mailbox, tenant, client_id, _secret(file))
    here = installation()
    grant = here.change(grants.add, client, by=KEEPER)
    output.say(
        f"{grants.NAMES[grant.provider]} is asked for {grant.mailbox}: number {grant.pk}.",
        *(
            [f"Its owner agrees by a link: sector-launch mail-grant link {grant.pk}"]
            if grant.way.value == "consent"
            else []
        ),
        f"Letters leave by it: sector-launch channel add email '{doors.channel_address(grant, here.settings)}'",
        f"It is read: sector-launch inbox add answers '{doors.inbox_address(grant, here.settings)}' "
        f"--address {grant.mailbox}",
    )


@app.command("secret")
def secret(number: Number, file: Secret = None) -> None:
    """Hands in another secret, certificate or key file; what waited for it goes on."""
    from sectorlaunch.mail_grants import grants

    given = _secret(file)
    here = installation()
    with here.changing() as session:
        grant = grants.hand_in(session, here.now, grants.find(session, number), given, KEEPER)
    output.say(f"{grant.mailbox} is opened by the new {grant.way.value} from now on.")


@app.command("link")
def link(number: Number) -> None:
    """Makes the link by which the owner of a mailbox agrees: good once, for a week. It may be passed on to them."""
    from sectorlaunch.mail_grants import consents

    output.say(installation().change(consents.begin, number, KEEPER))


@app.command("remove")
def remove(number: Number) -> None:
    """Forgets a mailbox with its secrets. Nothing may leave from it or read it any more."""
    from sectorlaunch.mail_grants import grants

    installation().change(grants.remove, number, KEEPER)
    output.say(f"Number {number} is forgotten, and its secrets with it.")


@app.command("list")
def list_(json: Json = False) -> None:
    """Every mailbox, and whether we are let in."""
    from sectorlaunch.mail_grants import grants

    found = installation().read(grants.list_grants)
    output.listing(
        found,
        lambda one: (str(one.id), one.mailbox, one.provider, one.way.value, one.trouble or one.state),
        "There is none. Mail servers are signed in to by password.",
        json=json,
    )


def _secret(file: Path | None) -> str:
    from sectorlaunch.errors import BadInput

    if file is None:
        return str(typer.prompt("The secret", hide_input=True))
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeError):
        raise BadInput(f"{file} cannot be read as text.") from None
