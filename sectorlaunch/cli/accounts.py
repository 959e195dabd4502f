"""Who signs in: `accounts list`, `change-address`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import Json, argument, group

if TYPE_CHECKING:
    from sectorlaunch.tables import Account

KEEPER = "whoever keeps the installation"
app = group("Who signs in, and at which address.")


@dataclass(frozen=True)
class AccountLine:
    """An account as it is listed."""

    name: str
    email: str
    verified_at: datetime | None
    keeper_since: datetime | None
    lead_since: datetime | None

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(account.name, account.email, account.verified_at, account.keeper_since, account.lead_since)


@app.command("list")
def list_(json: Json = False) -> None:
    """Every account, and whether its owner has ever signed in."""
    from sectorlaunch.records import accounts

    output.listing(
        installation().read(lambda session: [AccountLine.of(one) for one in accounts.everyone(session)]),
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
