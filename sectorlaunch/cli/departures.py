"""Somebody leaves, or wants what is on record of them: handed over, ended, given, erased."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.installation import person, recording
from sectorlaunch.cli.options import By, Email, Slug, argument


def hand_over(
    slug: Slug,
    email: Email,
    to: Annotated[str, argument("TO", "The address of whoever takes it.")],
    by: By = "",
) -> None:
    """Gives every open task, champion, promise and draft of one person to another."""
    from sectorlaunch.actions import departures

    with recording(slug, by) as at:
        giver, taker = person(at, email), person(at, to)
        given = departures.hand_over(at.session, at.now, slug, giver.pk, taker.pk, by=at.by)
        at.say(f"{giver.name} handed over to {taker.name}: {given}.")


def end_access(slug: Slug, email: Email, by: By = "") -> None:
    """Ends every role of somebody in a partnership, and every link they hold."""
    from sectorlaunch.actions import departures

    with recording(slug, by) as at:
        who = person(at, email)
        count = departures.end_access(at.session, at.now, slug, who.pk, by=at.by)
        at.say(
            f"{who.name} has no access any more; {count} {'role has' if count == 1 else 'roles have'} ended."
        )


def own_data(
    slug: Slug,
    email: Email,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .json that is not there yet.")],
    by: By = "",
) -> None:
    """Writes what is on record of somebody to a file they can be given."""
    from sectorlaunch.actions import taking_away
    from sectorlaunch.export import own_data as own_data_export

    with recording(slug, by) as at:
        who = person(at, email)
        taking_away.note(at.session, at.now, at.run_id, by=at.by, what=f"what is on record of {who.name}")
        content = own_data_export.of(at, who.pk)
        with file.open("xb") as out:
            file.chmod(0o600)
            out.write(content)
        at.say(f"{file} holds what is on record of {who.name}.")


def erase(
    slug: Slug,
    email: Email,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    by: By = "",
) -> None:
    """Takes the name, the addresses and the words of somebody out of the records, for good."""
    from sectorlaunch.actions import removal

    with recording(slug, by) as at:
        who = person(at, email)
        if not yes:
            typer.confirm(f"Erase {who.name} for good? Nobody can take it back.", abort=True)
        removal.anonymize(at.session, at.now, who.pk, by=at.by)
        at.say("Erased. That it was done is on record, by number and without the name.")
