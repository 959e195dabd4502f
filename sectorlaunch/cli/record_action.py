"""Records of steps 5 and 6: action teams, their calls, partnership meetings, documents."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.options import By, Json, Note, Slug, day, hour

Team = Annotated[
    int, typer.Argument(metavar="TEAM", help="Its number, as `record teams` shows it.", show_default=False)
]


def add_to(record: typer.Typer) -> None:
    record.command("teams")(teams)
    record.command("team")(team)
    record.command("call")(call)
    record.command("meeting")(meeting)
    record.command("document")(document)


def teams(slug: Slug, json: Json = False) -> None:
    """Forms an action team for each chosen priority, once, and lists them all."""
    from sectorlaunch.cli import output
    from sectorlaunch.cli.outcome_details import own_teams
    from sectorlaunch.cli.recording import recording

    with recording(slug, "") as at:
        found = [one.model_dump() for one in own_teams(at)]
        if not found and not json:
            at.say("No priority has been chosen yet, so there is no team to form.")
    if json:
        output.as_json(found)
    else:
        output.columns([(str(one["id"]), one["name"]) for one in found])


def team(
    slug: Slug,
    team: Team,
    lead: Annotated[str, typer.Option("--lead", metavar="EMAIL", help="The lead champion.")] = "",
    member: Annotated[
        list[str] | None, typer.Option("--member", metavar="EMAIL", help="A member; repeat it for more.")
    ] = None,
    partner: Annotated[
        str, typer.Option("--partner", metavar="EMAIL", help="A partner, with --contribution.")
    ] = "",
    contribution: Annotated[str, typer.Option("--contribution", help="What the partner brings.")] = "",
    name: Annotated[str, typer.Option("--name")] = "",
    outcome: Annotated[str, typer.Option("--outcome", help="What will be different.")] = "",
    strategy: Annotated[str, typer.Option("--strategy", help="How the team gets there.")] = "",
    measure: Annotated[str, typer.Option("--measure", help="How anyone can tell.")] = "",
    way_in: Annotated[str, typer.Option("--way-in", help="How partners can join in.")] = "",
    by: By = "",
) -> None:
    """Lead, members and aims of an action team. What is left out stays."""
    if partner and not contribution:
        raise typer.BadParameter("say what the partner brings.", param_hint="--contribution")
    from sectorlaunch.actions import teams as team_actions
    from sectorlaunch.cli.outcome_details import own_team
    from sectorlaunch.cli.recording import recording

    words = {
        "name": name,
        "outcome": outcome,
        "strategy": strategy,
        "measure": measure,
        "way_in": way_in,
    }
    given = {field: value for field, value in words.items() if value}
    with recording(slug, by) as at:
        known = own_team(at, team)
        for email in [*([lead] if lead else []), *(member or []), *([partner] if partner else [])]:
            team_actions.join(
                at.session,
                at.now,
                at.run_id,
                team,
                at.person(email),
                by=at.by,
                contribution=contribution if email == partner else "",
                lead=email == lead,
            )
        if given:
            team_actions.describe(at.session, at.now, at.run_id, team, by=at.by, **given)
        at.say(f"On record for the team “{known.name}”.")


def call(
    slug: Slug,
    team: Team,
    date: Annotated[object, day("The day of the call.", "--date")],
    time: Annotated[object, hour("When it begins, local time.", "--time")],
    minutes: Annotated[int, typer.Option("--minutes", min=15, max=480)] = 60,
    by: By = "",
) -> None:
    """A call of an action team; its members get the notice with the calendar entry."""
    from sectorlaunch.actions import teams as team_actions
    from sectorlaunch.cli.outcome_details import own_team
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.records import meetings

    with recording(slug, by) as at:
        own_team(at, team)
        planned = team_actions.schedule_call(
            at.session, at.now, at.run_id, team, at.moment(date, time), by=at.by, minutes=minutes
        )
        at.say(f"{planned.title}: {meetings.when_words(at.session, planned)}.")


def meeting(
    slug: Slug,
    kind: Annotated[str, typer.Option("--kind", help="quarterly, health-check or support-team.")],
    date: Annotated[object, day("Its day.", "--date")],
    time: Annotated[object, hour("When it begins, local time.", "--time")],
    title: Annotated[str, typer.Option("--title")] = "",
    minutes: Annotated[int, typer.Option("--minutes", min=15, max=720)] = 90,
    place: Annotated[str, typer.Option("--place")] = "",
    chair: Annotated[str, typer.Option("--chair", metavar="EMAIL", help="Who takes the chair.")] = "",
    agenda_by: Annotated[str, typer.Option("--agenda-by", metavar="EMAIL", help="Who set the agenda.")] = "",
    by: By = "",
) -> None:
    """A partnership meeting or a health check on the calendar. The same day and kind again: changes it."""
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.cli.rhythm_details import put_on_calendar
    from sectorlaunch.cli.words import one_of
    from sectorlaunch.tables import MeetingKind

    wanted = one_of(MeetingKind, kind, "--kind")
    if wanted not in (MeetingKind.QUARTERLY, MeetingKind.HEALTH_CHECK, MeetingKind.SUPPORT_TEAM):
        raise typer.BadParameter("quarterly, health-check or support-team.", param_hint="--kind")
    with recording(slug, by) as at:
        at.say(
            put_on_calendar(
                at,
                wanted,
                date,
                time,
                title=title,
                minutes=minutes,
                place=place,
                chair=chair,
                agenda_by=agenda_by,
            )
        )


def document(
    slug: Slug,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", help="sustainability-plan, priorities-review, agenda, memorandum-of-understanding."
        ),
    ],
    title: Annotated[str, typer.Option("--title")] = "",
    text: Annotated[
        Path | None, typer.Option("--text", metavar="FILE", help="Its words, plain text.")
    ] = None,
    accepted: Annotated[bool, typer.Option("--accepted", help="It has been accepted.")] = False,
    note: Note = "",
    by: By = "",
) -> None:
    """A document, drafted or accepted."""
    from sectorlaunch.cli.recording import recording
    from sectorlaunch.cli.rhythm_details import file_document
    from sectorlaunch.cli.words import one_of
    from sectorlaunch.tables import DocumentKind

    wanted = one_of(DocumentKind, kind, "--kind")
    with recording(slug, by) as at:
        at.say(file_document(at, wanted, title, text, accepted, note))
