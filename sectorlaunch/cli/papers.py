"""Papers to take along, written as PDF."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.options import Slug


def paper(
    slug: Slug,
    name: Annotated[
        str,
        typer.Argument(
            metavar="PAPER",
            help="status, invitation-letter, role-sheets, names, seating, name-cards, or a kind of document.",
            show_default=False,
        ),
    ],
    folder: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where the file goes; here when left out.")
    ] = None,
    meeting: Annotated[
        int | None, typer.Option("--meeting", help="Of which meeting; the launch when left out.")
    ] = None,
) -> None:
    """Any document as PDF: status, letter, role sheets, guests, seating, name cards, agenda, summary, plan."""
    from sectorlaunch.cli import output
    from sectorlaunch.cli.installation import installation
    from sectorlaunch.cli.paper_details import asked

    here = installation()
    with here.reading() as session:
        ready = asked(here.launch(session, slug), name, meeting)
    folder = folder or Path()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ready.file_name
    path.write_bytes(ready.set())
    output.say(f"{path}")
