"""Peers members name for their teams, by command."""

from typing import Annotated

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import By, Email, Json, Note, Slug, argument
from sectorlaunch.cli.record_action import Team

Number = Annotated[int, argument("NUMBER", "As `people peers` shows it.")]


def peers(slug: Slug, json: Json = False) -> None:
    """Those whom members would bring to a team, and who wait for their welcome."""
    from sectorlaunch.records import peers as records

    with reading(slug) as launch:
        found = [one.model_dump() for one in records.waiting(launch.session, launch.partnership_id)]
    output.as_json(found) if json else output.columns(
        [(str(one["id"]), one["name"], one["company"]) for one in found]
    )


def name_peer(
    slug: Slug,
    team: Team,
    named_by: Email,
    name: Annotated[str, typer.Option("--name", help="Who is named.")],
    company: Annotated[str, typer.Option("--company", help="Where they work.")],
    email: Annotated[str, typer.Option("--email", help="Their address.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="Their number.")] = "",
    note: Note = "",
    by: By = "",
) -> None:
    """Notes whom a member, by their address, would bring to a team. Nobody is written to yet."""
    from sectorlaunch.actions import peers as actions

    with recording(slug, by) as at:
        at.team(team)
        who = actions.Peer(name, company, email, phone, note)
        found = actions.name(*at.here, team, who, at.person(named_by), by=at.by)
        at.say(f"{found.name} of {found.company} is number {found.pk}; `people welcome` lets the welcome go.")


def welcome(
    slug: Slug,
    number: Number,
    let_be: Annotated[bool, typer.Option("--let-be", help="Take the name back instead.")] = False,
    by: By = "",
) -> None:
    """Lets the welcome to a peer go: they are on the list, and on the team with its calls."""
    from sectorlaunch.actions import peers as actions

    with recording(slug, by) as at:
        if let_be:
            actions.let_be(*at.here, number, by=at.by)
            at.say("Taken back. Nothing was sent.")
        else:
            at.say(f"The welcome to {actions.welcome(*at.here, number, by=at.by).name} is on its way.")
