"""Who sees every partnership: `leads list`, `name`, `end`."""

from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.accounts import KEEPER, AccountLine
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.keepers import By
from sectorlaunch.cli.options import Email, Json, group

app = group("Leads: they see every partnership of the installation, and change those they convene.")


@app.command("list")
def list_(json: Json = False) -> None:
    """Every lead who has an account, and since when. Until one is named it is those SECTOR_LAUNCH_LEADS names."""
    from sectorlaunch.records import leads

    here = installation()
    first = here.settings.lead_addresses
    output.listing(
        here.read(lambda session: [AccountLine.of(one) for one in leads.of(session, first)]),
        lambda one: (
            one.name,
            one.email,
            f"since {one.lead_since:%Y-%m-%d}" if one.lead_since else "named on this machine",
        ),
        "Nobody sees every partnership.",
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
    """Has somebody see every partnership. They and every keeper are told."""
    from sectorlaunch.engine import keepers

    here = installation()
    with here.changing() as session:
        first = here.settings.lead_addresses
        account = keepers.name_lead(session, here.now, email, called, first=first, by=by or KEEPER)
        said = f"{account.name} sees every partnership, and signs in with {account.email}."
    output.say(said)


@app.command("end")
def end(email: Email, by: By = "") -> None:
    """Has somebody see no more than what they convene or have a part in. They and every keeper are told."""
    from sectorlaunch.cli.signing_in import account_of
    from sectorlaunch.engine import keepers

    here = installation()
    with here.changing() as session:
        account, first = account_of(session, email), here.settings.lead_addresses
        keepers.end_lead(session, here.now, account.pk, first=first, by=by or KEEPER)
        said = f"{account.name} does not see every partnership any more."
    output.say(said)
