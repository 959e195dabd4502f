"""Records of steps 5 and 6: action teams, their calls, partnership meetings, documents."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sectorlaunch import wording
from sectorlaunch.cli import output
from sectorlaunch.cli.installation import recording
from sectorlaunch.cli.options import By, Json, Note, Slug, argument, day, hour, one_of
from sectorlaunch.errors import BadInput

Team = Annotated[int, argument("TEAM", "Its number, as `record teams` shows it.")]


def teams(slug: Slug, json: Json = False) -> None:
    """Forms an action team for each chosen priority, once, and lists them all."""
    from sqlmodel import col, select

    from sectorlaunch.actions import teams as team_actions
    from sectorlaunch.tables import ActionTeam

    with recording(slug) as at:
        team_actions.form_for_chosen(*at.here)
        own = select(ActionTeam).where(ActionTeam.partnership_id == at.partnership_id)
        found = [team.model_dump() for team in at.session.exec(own.order_by(col(ActionTeam.id)))]
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

    aims = {"name": name, "outcome": outcome, "strategy": strategy, "measure": measure, "way_in": way_in}
    given: dict[str, Any] = {field: words for field, words in aims.items() if words}
    with recording(slug, by) as at:
        known = at.team(team)
        for email in [*([lead] if lead else []), *(member or []), *([partner] if partner else [])]:
            team_actions.join(
                *at.here,
                team,
                at.person(email),
                by=at.by,
                contribution=contribution if email == partner else "",
                lead=email == lead,
            )
        if given:
            team_actions.describe(*at.here, team, by=at.by, **given)
        at.say(f"On record for the team “{known.name}”.")


def call(
    slug: Slug,
    team: Team,
    date: Annotated[Any, day("The day of the call.", "--date")],
    time: Annotated[Any, hour("When it begins, local time.", "--time")],
    minutes: Annotated[int, typer.Option("--minutes", min=15, max=480)] = 60,
    by: By = "",
) -> None:
    """A call of an action team; its members get the notice with the calendar entry."""
    from sectorlaunch.actions import teams as team_actions
    from sectorlaunch.records import meetings

    with recording(slug, by) as at:
        at.team(team)
        planned = team_actions.schedule_call(*at.here, team, at.moment(date, time), by=at.by, minutes=minutes)
        at.say(f"{planned.title}: {meetings.when_words(at.session, planned)}.")


def meeting(
    slug: Slug,
    kind: Annotated[str, typer.Option("--kind", help="quarterly, health-check or support-team.")],
    date: Annotated[Any, day("Its day.", "--date")],
    time: Annotated[Any, hour("When it begins, local time.", "--time")],
    title: Annotated[str, typer.Option("--title")] = "",
    minutes: Annotated[int, typer.Option("--minutes", min=15, max=720)] = 90,
    place: Annotated[str, typer.Option("--place")] = "",
    chair: Annotated[str, typer.Option("--chair", metavar="EMAIL", help="Who takes the chair.")] = "",
    agenda_by: Annotated[str, typer.Option("--agenda-by", metavar="EMAIL", help="Who set the agenda.")] = "",
    by: By = "",
) -> None:
    """A partnership meeting or a health check on the calendar. The same day and kind again: changes it."""
    from sectorlaunch.actions import meetings as meeting_actions
    from sectorlaunch.actions import taking_part
    from sectorlaunch.records import meetings as meeting_records
    from sectorlaunch.tables import MeetingKind

    wanted = one_of(MeetingKind, kind, "--kind")
    if wanted not in (MeetingKind.QUARTERLY, MeetingKind.HEALTH_CHECK, MeetingKind.SUPPORT_TEAM):
        raise typer.BadParameter("quarterly, health-check or support-team.", param_hint="--kind")
    with recording(slug, by) as at:
        starts_at = at.moment(date, time)
        of_kind = meeting_records.of_kind(at.session, at.partnership_id, wanted)
        there = [meeting for meeting in of_kind if meeting.starts_at == starts_at]
        if there:
            meeting = there[0]
        else:
            new = meeting_actions.NewMeeting(
                wanted, title or meeting_records.usual_title(wanted), starts_at, minutes=minutes
            )
            meeting = meeting_actions.plan(*at.here, new, by=at.by)
        details: dict[str, Any] = {}
        if place:
            details["place"] = place
        if chair:
            details["chair_id"] = at.person(chair).id
        if agenda_by:
            details["agenda_by_id"] = at.person(agenda_by).id
        if details:
            meeting = meeting_actions.change(*at.here, meeting.pk, by=at.by, **details)
        people = taking_part.invite(at.session, at.now, meeting)
        when = meeting_records.when_words(at.session, meeting)
        at.say(f"{meeting.title}: {when}, {wording.counted(people, 'person takes', 'people take')} part.")


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
    from playbooks.yaml_lines import read_text
    from sectorlaunch.actions import documents as document_actions
    from sectorlaunch.records import documents as document_records
    from sectorlaunch.tables import DocumentKind, DocumentState

    wanted = one_of(DocumentKind, kind, "--kind")
    with recording(slug, by) as at:
        newest = document_records.newest(at.session, at.partnership_id, wanted)
        if text is not None or title or note or newest is None:
            usual = document_records.usual_title(at.partnership, wanted)
            name = title or (newest.title if newest else usual)
            words = read_text(text).strip() if text is not None else note or (newest.body if newest else "")
            document_actions.draft(*at.here, wanted, name[:200], words, by=at.by)
        if accepted:
            if wanted is DocumentKind.EXECUTIVE_SUMMARY:
                raise BadInput("The executive summary is released, not accepted: `record summary --sent`.")
            document_actions.settle(*at.here, wanted, DocumentState.ACCEPTED, by=at.by)
        at.say(f"{wanted.value.capitalize()}: {'accepted' if accepted else 'drafted'}.")
