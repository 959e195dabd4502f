"""Who keeps the installation: `keepers list`, `name`, `end`."""

from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.accounts import KEEPER, AccountLine
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import Email, Json, group

app = group("Who keeps the installation: its ways out, mailboxes, leads, working hours and playbooks.")
By = Annotated[
    str,
    typer.Option("--by", metavar="NAME", help="Who says so; whoever keeps the installation when left out."),
]


@app.command("list")
def list_(json: Json = False) -> None:
    """Every keeper, and since when. Without anybody named it is whoever convened first, or the leads."""
    from sectorlaunch.records import keepers

    here = installation()
    output.listing(
        here.read(
            lambda session: [AccountLine.of(one) for one in keepers.of(session, here.settings.lead_addresses)]
        ),
        lambda one: (
            one.name,
            one.email,
            f"since {one.keeper_since:%Y-%m-%d}" if one.keeper_since else "nobody has been named",
        ),
        "Nobody yet: it is whoever convenes the first partnership. `sector-launch new FILE` starts one.",
        json=json,
    )


@app.command("name")
def name(
    email: Email,
    called: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Their name, where they have no account yet.")
    ] = "",
    by: By = "",
) -> None:
    """Has somebody keep the installation. Every keeper is told."""
    from sectorlaunch.engine import keepers

    here = installation()
    with here.changing() as session:
        leads = here.settings.lead_addresses
        account = keepers.name(session, here.now, email, called, leads=leads, by=by or KEEPER)
        said = f"{account.name} keeps the installation, and signs in with {account.email}."
    output.say(said)


@app.command("end")
def end(email: Email, by: By = "") -> None:
    """Has somebody keep it no more. The last keeper stays until another one is named."""
    from sectorlaunch.cli.signing_in import account_of
    from sectorlaunch.engine import keepers

    here = installation()
    with here.changing() as session:
        account, leads = account_of(session, email), here.settings.lead_addresses
        keepers.end(session, here.now, account.pk, leads=leads, by=by or KEEPER)
        said = f"{account.name} keeps the installation no more."
    output.say(said)
