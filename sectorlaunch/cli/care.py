"""Looking after an installation: doctor, backup, sign-in, migrate."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.options import Json


def doctor(json: Json = False) -> None:
    """Looks at everything that usually goes wrong, and says what to do about it."""
    from sectorlaunch import checks, clock
    from sectorlaunch.cli import showing
    from sectorlaunch.settings import Settings

    found = checks.examine(Settings(), clock.now())
    if json:
        showing.as_json(found)
    else:
        marks = {"fine": "fine", "warning": "look", "problem": "MEND"}
        for one in found:
            showing.say(f"{one.number:>2}  {marks[one.state]}  {one.title}: {one.finding}")
            if one.remedy:
                showing.say(f"          → {one.remedy}")
    if any(one.state == "problem" for one in found):
        raise typer.Exit(1)


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="A .tar.gz; named after the day and kept in the current folder when left out.",
        ),
    ] = None,
) -> None:
    """Writes everything a copy needs into one file, while the system runs."""
    from sectorlaunch import backup as saving
    from sectorlaunch import clock
    from sectorlaunch.cli import showing
    from sectorlaunch.settings import Settings

    now = clock.now()
    saved = saving.write(Settings(), now, file or Path(f"sector-launch-{now:%Y-%m-%d-%H%M}.tar.gz"))
    showing.say(f"{saved.file} holds: {', '.join(saved.parts)}.", *saved.left_out)


def sign_in(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="A convener's address.", show_default=False)],
) -> None:
    """Prints a sign-in link for a convener. It works once, for a day."""
    from sectorlaunch.cli import showing
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.cli.signing_in import link_for

    here = installation()
    with here.changing() as session:
        link = link_for(session, here.now, email)
    showing.say(link)


def migrate() -> None:
    """Brings the database to the newest version of the tables. Safe to repeat."""
    from sectorlaunch import migrations
    from sectorlaunch.cli import showing
    from sectorlaunch.database import open_database
    from sectorlaunch.settings import Settings

    migrations.upgrade(open_database(Settings()))
    showing.say("The database is at the newest version.")
