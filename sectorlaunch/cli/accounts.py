"""Who signs in: `accounts list`, `change-address`."""

from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import Json, argument, group

KEEPER = "whoever keeps the installation"
app = group("Who signs in, and at which address.")


@app.command("list")
def list_(json: Json = False) -> None:
    """Every account, and whether its owner has ever signed in."""
    from sectorlaunch.records import accounts

    output.listing(
        installation().read(accounts.everyone),
        lambda one: (
            one.name,
            one.email,
            f"since {one.verified_at:%Y-%m-%d}" if one.verified_at else "has not signed in yet",
        ),
        "Nobody signs in yet. `sector-launch new FILE` starts a partnership, with its convener.",
        json=json,
    )


@app.command("change-address")
def change_address(
    email: Annotated[str, argument("EMAIL", "The address somebody signs in with.")],
    new: Annotated[str, argument("NEW-EMAIL")],
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="NAME", help="Who says so; whoever keeps the installation when left out."
        ),
    ] = "",
) -> None:
    """Gives somebody another address to sign in with, where the old one reaches nobody any more. Both are told."""
    from sectorlaunch.cli.signing_in import account_of
    from sectorlaunch.engine import accounts

    here = installation()
    with here.changing() as session:
        account = account_of(session, email)
        accounts.set_address(session, here.now, account, new, by=by or KEEPER)
        said = f"{account.name} signs in with {account.email} now. Both addresses are told."
    output.say(said)
