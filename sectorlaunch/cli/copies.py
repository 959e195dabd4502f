"""Copies of everything: made, put back, looked at, set going."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.options import argument

if TYPE_CHECKING:
    from sectorlaunch.engine.standstill import AfterStandstill

MOST = 20
"""Messages that are listed one by one."""


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="A .tar.gz; when left out, named after the day and kept in `backups` of SECTOR_LAUNCH_HOME.",
        ),
    ] = None,
    files_only: Annotated[
        bool,
        typer.Option("--files-only", help="Without tables that are on PostgreSQL, where others save those."),
    ] = False,
) -> None:
    """Writes everything a copy needs into one file, while the system runs, and proves that it can be put back."""
    from sectorlaunch import clock
    from sectorlaunch.backup import saving
    from sectorlaunch.settings import Settings

    settings, now = Settings(), clock.now()
    saved = saving.write(settings, now, file or saving.usual_file(settings, now), tables=not files_only)
    output.say(
        f"{saved.file} holds: {', '.join(saved.parts)}.",
        "It was unpacked and compared: the databases in it are whole.",
        *saved.left_out,
        *(f"An older copy went by the rule: {file.name}." for file in saved.removed),
    )


def restore(
    file: Annotated[Path, argument("FILE", "A copy that `sector-launch backup` made.")],
    to: Annotated[
        Path,
        typer.Option(
            "--to", metavar="HOME", help="An empty folder, or one that does not exist.", show_default=False
        ),
    ],
) -> None:
    """Puts a copy back into an empty home. It stands still: nothing leaves until `go-on`."""
    from sectorlaunch import clock
    from sectorlaunch.backup import restoring
    from sectorlaunch.settings import Settings

    put_back = restoring.restore(Settings(home=to), clock.now(), file)
    of_when = f" as of {put_back.copied_at:%Y-%m-%d %H:%M} UTC" if put_back.copied_at else ""
    output.say(
        f"{put_back.home} holds everything{of_when}, and every part of it is whole.",
        "It stands still: no letter leaves, no mailbox is read, no run is started.",
        f"Look at what would leave: SECTOR_LAUNCH_HOME={put_back.home} sector-launch held",
        "Then stop the original for good, and set this one going: sector-launch go-on",
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no moment; write it as 2027-03-04T18:00, in UTC.") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


RanUntil = Annotated[
    datetime | None,
    typer.Option(
        "--ran-until",
        parser=_moment,
        metavar="MOMENT",
        help="When the original stopped, in UTC, such as 2027-03-04T18:00. What was due by then it may have sent, so "
        "it stays here. Now when left out.",
    ),
]


def held(ran_until: RanUntil = None) -> None:
    """Says what would leave a copy that was put back, and what would stay here."""
    from sectorlaunch import database
    from sectorlaunch.engine import standstill
    from sectorlaunch.records import standstills

    here = installation()
    with database.trying(here.engine) as session:
        if standstills.current(session) is None:
            output.say("Nothing is held back here: messages leave as usual.")
            return
        found = standstill.end(session, here.now, ran_until or here.now, by="looked at")
        output.say(*_in_words(found, here.now))


def go_on(
    ran_until: RanUntil = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")] = "the keeper",
) -> None:
    """Sets a copy going that was put back. What its original may have sent stays here, and can be sent by hand."""
    from sectorlaunch.engine import standstill

    here = installation()
    with here.changing() as session:
        found = standstill.end(session, here.now, ran_until or here.now, by)
        words = _in_words(found, here.now)
    output.say("It goes on.", *words)


def _in_words(found: AfterStandstill, now: datetime) -> list[str]:
    due = [message for message in found.leaving if message.send_after <= now]
    said = [f"Stay here, because the original may have sent them: {len(found.withheld)}."]
    said += [f"  {one.to_name}: {one.subject}" for one in found.withheld[:MOST]]
    said += [f"Leave at once: {len(due)}. Leave later: {len(found.leaving) - len(due)}."]
    said += [f"  {one.to_name}: {one.subject}" for one in found.leaving[:MOST]]
    more = max(len(found.withheld) - MOST, 0) + max(len(found.leaving) - MOST, 0)
    return [*said, f"  and {more} more"] if more else said
