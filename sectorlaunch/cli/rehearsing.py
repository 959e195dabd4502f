"""The rehearsal on the command line."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.options import Json, day


def rehearse(
    partnership: Annotated[Path, typer.Argument(help="The partnership file, YAML.", show_default=False)],
    people: Annotated[
        Path | None,
        typer.Option(
            "--people", metavar="FILE", help="The contacts, CSV; contacts.csv beside it when left out."
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", help="Decides who answers, hesitates, declines, stays silent.")
    ] = 1,
    start: Annotated[object, day("The day it begins; today when left out.", "--start")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page to send around.")
    ] = None,
    mailbox: Annotated[
        Path | None, typer.Option("--mailbox", metavar="DIR", help="Write every message as an .eml file.")
    ] = None,
    by_reader: Annotated[
        bool,
        typer.Option("--by-reader", help="With --mailbox: one text for each person, first letter to last."),
    ] = False,
    json: Json = False,
) -> None:
    """Walks a whole launch with simulated people, in seconds. Sends nothing and leaves nothing behind."""
    import datetime
    import gc

    from sectorlaunch import clock
    from sectorlaunch.rehearsal import by_reader as mailboxes_by_reader
    from sectorlaunch.rehearsal import rehearse as walk
    from sectorlaunch.rehearsal.as_json import as_json
    from sectorlaunch.rehearsal.as_page import as_page
    from sectorlaunch.rehearsal.as_text import as_text

    if by_reader and mailbox is None:
        raise typer.BadParameter("Say where to: --mailbox DIR --by-reader.", param_hint="--by-reader")
    # A rehearsal makes many rows and ends within seconds; looking for those to throw away takes a fifth of its time.
    gc.disable()
    rehearsal = walk(
        partnership,
        people,
        seed=seed,
        begins_on=start if isinstance(start, datetime.date) else None,
        today=clock.now(),
        mailbox=None if by_reader else mailbox,
        house=_house(),
    )
    if by_reader and mailbox is not None:
        mailboxes_by_reader.write(rehearsal, mailbox)
    if html is not None:
        html.write_text(as_page(rehearsal), encoding="utf-8")
    print(as_json(rehearsal) if json else as_text(rehearsal))
    if html is not None and not json:
        print(f"\nThe page to send around: {html}")


def _house() -> dict[str, str]:
    """The playbooks the house took in; none where there is no installation, which a rehearsal does not need."""
    from sqlalchemy.exc import DBAPIError

    from sectorlaunch.checks.records import looking_into
    from sectorlaunch.records import house_playbooks
    from sectorlaunch.settings import Settings

    try:
        with looking_into(Settings()) as session:
            return house_playbooks.texts(session) if session is not None else {}
    except DBAPIError:
        return {}  # of another version, or gone: a rehearsal of what comes with the product goes on
