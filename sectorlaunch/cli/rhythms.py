"""The rhythm of meetings and what they are about, by command."""

from typing import Annotated, Any

import typer

from sectorlaunch.cli.installation import recording
from sectorlaunch.cli.options import By, Slug, argument, day, hour, one_of
from sectorlaunch.errors import NotFound


def rhythm(
    slug: Slug,
    kind: Annotated[
        str, typer.Option("--kind", help="quarterly, support-team, health-check, or action-team-call.")
    ],
    on: Annotated[
        str, typer.Option("--on", metavar="WORDS", help='Which day of the month: "second Tuesday".')
    ] = "",
    time: Annotated[Any, hour("When it begins, local time.", "--time")] = None,
    every: Annotated[int, typer.Option("--every", min=1, max=12, help="Every so many months.")] = 3,
    begins: Annotated[Any, day("From which day on; tomorrow when left out.", "--from")] = None,
    minutes: Annotated[int, typer.Option("--minutes", min=15, max=600)] = 90,
    place: Annotated[str, typer.Option("--place")] = "",
    join_url: Annotated[str, typer.Option("--link", metavar="URL", help="Where to join online.")] = "",
    team: Annotated[int | None, typer.Option("--team", help="Whose calls they are, by its number.")] = None,
    end: Annotated[str, typer.Option("--end", metavar="WHY", help="Ends it, for this reason.")] = "",
    keep: Annotated[bool, typer.Option("--keep", help="With --end: dates on the calendar stay.")] = False,
    by: By = "",
) -> None:
    """Meetings that come round: sets or changes their rhythm, a year ahead on the calendar, or ends it."""
    from sectorlaunch.actions import rhythms as actions
    from sectorlaunch.records import meetings, rhythms
    from sectorlaunch.tables import MeetingKind

    wanted = one_of(MeetingKind, kind, "--kind")
    with recording(slug, by) as at:
        if team is not None:
            at.team(team)
        there = rhythms.of_kind(at.session, at.partnership_id, wanted, team)
        if end:
            if there is None:
                raise typer.BadParameter("these meetings have no rhythm.", param_hint="--end")
            actions.end(*at.here, there.pk, by=at.by, why=end, keeps_dates=keep)
            at.say("The rhythm has ended.")
            return
        if time is None:
            raise typer.BadParameter("say when it begins.", param_hint="--time")
        week, weekday = _day(on)
        hours = f"{time:%H:%M}"
        pattern = actions.Pattern(every, week, weekday, hours, minutes, place[:200], join_url[:200])
        if there is not None:
            found = actions.change(*at.here, there.pk, pattern, by=at.by)
        else:
            found = actions.set_up(*at.here, wanted, pattern, begins, by=at.by, team_id=team)
        at.say(f"{meetings.usual_title(wanted)}: {rhythms.words(found)}.")
        at.say(*(f"{meetings.when_words(at.session, one)}." for one in rhythms.ahead(at, found)))


def agenda(
    slug: Slug,
    number: Annotated[int, argument("MEETING", "The number of the meeting, as its page has it.")],
    part: Annotated[
        list[str] | None,
        typer.Option(
            "--part", metavar="LINE", help='One part, such as "10 What went well"; repeat it for more.'
        ),
    ] = None,
    by: By = "",
) -> None:
    """What a partnership meeting is about: sets it, or shows what is set, else drafted from the record."""
    from sectorlaunch.actions import agendas
    from sectorlaunch.records import agenda_drafts, meetings

    with recording(slug, by) as at:
        meeting = meetings.find(at.session, number)
        if meeting.partnership_id != at.partnership_id:
            raise NotFound("There is no meeting number %(number)s.", number=number)
        if part:
            agendas.set_lines(*at.here, number, "\n".join(part), by=at.by)
        at.say(*agenda_drafts.lines(at, meeting, at.partnership.language).splitlines())


def _day(words: str) -> tuple[int, int]:
    """ "second Tuesday" → 2, 1."""
    from sectorlaunch.rules.rhythm_dates import WEEKDAYS, WEEKS

    week, _, weekday = words.strip().partition(" ")
    days = [name.casefold() for name in WEEKDAYS]
    if week.casefold() not in WEEKS or weekday.strip().casefold() not in days:
        raise typer.BadParameter(
            'write it as "second Tuesday": first to fourth or last, Monday to Friday.', param_hint="--on"
        )
    return WEEKS.index(week.casefold()) + 1, days.index(weekday.strip().casefold())
