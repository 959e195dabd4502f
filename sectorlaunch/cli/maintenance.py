"""Looking after an installation: doctor, export, sign-in, migrate."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import By, Json, Slug, argument


def doctor(json: Json = False) -> None:
    """Looks at everything that usually goes wrong, and says what to do about it."""
    from sectorlaunch import checks, clock
    from sectorlaunch.settings import Settings

    found = checks.examine(Settings(), clock.now())
    if json:
        output.as_json(found)
    else:
        marks = {"fine": "fine", "warning": "look", "problem": "MEND"}
        for one in found:
            output.say(f"{one.number:>2}  {marks[one.state]}  {one.title}: {one.finding}")
            if one.remedy:
                output.say(f"          → {one.remedy}")
    if any(one.state == "problem" for one in found):
        raise typer.Exit(1)


def export(
    slug: Slug,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="A .zip; named after the partnership and the day and kept in the current folder when left out.",
        ),
    ] = None,
    by: By = "",
) -> None:
    """Takes everything about one partnership away: tables, letters, papers and a calendar that open without us."""
    from sectorlaunch.actions import taking_away
    from sectorlaunch.errors import BadInput
    from sectorlaunch.export import archive

    here = installation()
    path = file or Path(f"{slug}-{here.now:%Y-%m-%d-%H%M}.zip")
    if path.exists():
        raise BadInput(f"{path} is there already. Name another file, so that nothing is lost.")
    with here.changing() as session:
        launch = here.launch(session, slug)
        taking_away.note(session, here.now, launch.run_id, by=by or "Whoever keeps the installation")
    with here.reading() as session:
        launch = here.launch(session, slug)
        draft = path.with_name(f".{path.name}.part")
        try:
            with draft.open("xb") as out:
                draft.chmod(0o600)
                taken = archive.write(launch, out)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    output.say(
        f"{path} holds {sum(taken.rows.values())} rows in {len(taken.rows)} tables, "
        f"{taken.letters} letters and {taken.papers} papers. README.txt in it says what is what."
    )


def sign_in(email: Annotated[str, argument("EMAIL", "The address somebody signs in with.")]) -> None:
    """Prints a sign-in link for a convener or a lead. It works once, for a day."""
    from sectorlaunch.cli.signing_in import link_for

    output.say(installation().change(link_for, email))


def migrate() -> None:
    """Brings the database to the newest version of the tables, after a copy of everything. Safe to repeat."""
    from sectorlaunch import clock
    from sectorlaunch.backup import upgrading
    from sectorlaunch.database import open_database
    from sectorlaunch.settings import Settings

    settings = Settings()
    upgrading.bring_up_to_date(settings, open_database(settings), clock.now(), output.say)
    output.say("The database is at the newest version.")
