"""Date polls: opened, shown, voted in for somebody who phones, closed early or called off."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import By, Json, Slug, argument, day, group, hour
from sectorlaunch.errors import BadInput

if TYPE_CHECKING:
    from sectorlaunch.cli.recording import Recording
    from sectorlaunch.records.launch import Launch
    from sectorlaunch.tables import Poll, PollChoice

USUAL_MINUTES = 60

app = group("Finds a date for the launch, or for a call of an action team, by a poll.")

Number = Annotated[int, argument("POLL", "Its number, as `poll show` shows it.")]


@app.command("open")
def open_one(
    slug: Slug,
    date: Annotated[
        list[str],
        typer.Option(
            "--date", metavar="DATETIME", help="A date with its hour, such as 2027-03-04T08:30; two to five."
        ),
    ],
    closes: Annotated[Any, day("The last day of the poll.", "--closes")],
    closes_at: Annotated[
        Any, hour("When it closes on that day, local time; 17:00 when left out.", "--at")
    ] = None,
    team: Annotated[
        int | None, typer.Option("--team", help="For a call of this team instead of the launch.")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=15, max=720, help="How long it lasts.")
    ] = None,
    days_off: Annotated[bool, typer.Option("--days-off", help="Weekends and holidays are meant.")] = False,
    short_notice: Annotated[
        bool, typer.Option("--short-notice", help="Less time for the invitation than the playbook wants.")
    ] = False,
    by: By = "",
) -> None:
    """Asks champions and team for a date of the launch, or a team for a date of its call."""
    from sectorlaunch import wording
    from sectorlaunch.actions import polls as poll_actions
    from sectorlaunch.records import date_conflicts
    from sectorlaunch.records import polls as poll_records
    from sectorlaunch.rules import poll_dates

    with recording(slug, by) as at:
        launch = at.meeting
        usual = launch.minutes if launch is not None and team is None else USUAL_MINUTES
        dates = [poll_dates.ProposedDate(_moment(at, words), minutes or usual) for words in date]
        until = at.moment(closes, closes_at or poll_dates.CLOSING_TIME)
        allowed = poll_dates.Allowed(days_off=days_off, short_notice=short_notice)
        if team is None:
            poll = poll_actions.open_for_launch(*at.here, dates, until, by=at.by, allowed=allowed)
        else:
            poll = poll_actions.open_for_team(*at.here, team, dates, until, by=at.by, allowed=allowed)
        asked = len(poll_records.asked(at.session, poll))
        at.say(f"Date poll {poll.id}, {poll.title}: {asked} people are asked.")
        if poll.remind_at is not None:
            at.say(f"Those who are silent are reminded on {wording.moment(poll.remind_at, at.zone)}.")
        at.say(
            *date_conflicts.with_other_launches(at.session, at.partnership, [one.starts_at for one in dates])
        )
        at.say(f"It closes on {wording.moment(poll.closes_at, at.zone)}, or when everyone has voted.")


@app.command("show")
def show(
    slug: Slug,
    poll: Annotated[int | None, argument("POLL", "One poll; every poll when left out.")] = None,
    json: Json = False,
) -> None:
    """The polls with who said what to which date."""
    from sectorlaunch.records import polls as poll_records

    with reading(slug) as launch:
        found = [
            _shown(launch, one)
            for one in (
                poll_records.of_partnership(launch.session, launch.partnership_id)
                if poll is None
                else [poll_records.find(launch.session, launch.partnership_id, poll)]
            )
        ]
    if json:
        output.as_json(found)
        return
    if not found:
        output.say("There is no date poll.")
    for one in found:
        heading, table = _as_words(one)
        output.say(heading)
        output.columns(table)


@app.command("vote")
def vote(
    slug: Slug,
    poll: Number,
    email: Annotated[str, argument("EMAIL", "Whose vote it is.")],
    answers: Annotated[list[str], argument("yes|if-need-be|no…", "To each date, the earliest first.")],
    by: By = "",
) -> None:
    """Notes the vote of somebody who gave it by phone. Again: replaces it."""
    from sectorlaunch.actions import polls as poll_actions
    from sectorlaunch.records import polls as poll_records
    from sectorlaunch.tables import PollState

    with recording(slug, by) as at:
        dates = poll_records.options(at.session, poll_records.find(at.session, at.partnership_id, poll))
        if len(answers) != len(dates):
            raise BadInput(f"The poll has {len(dates)} dates; give an answer to each, the earliest first.")
        who = at.person(email)
        said = {option.pk: _choice(word) for option, word in zip(dates, answers, strict=True)}
        voted = poll_actions.vote(*at.here, poll, who, said, by=at.by)
        closed = "" if voted.state is PollState.OPEN else f" {voted.closed_how}"
        at.say(f"{who.name} has voted.{closed}")


@app.command("close")
def close(slug: Slug, poll: Number, by: By = "") -> None:
    """Closes a poll before its deadline: the date that is ahead goes on the calendar."""
    from sectorlaunch.actions import polls as poll_actions

    with recording(slug, by) as at:
        at.say(poll_actions.close(*at.here, poll, by=at.by).closed_how)


@app.command("call-off")
def call_off(
    slug: Slug,
    poll: Number,
    why: Annotated[str, typer.Option("--why", help="The reason.")] = "",
    by: By = "",
) -> None:
    """Ends a poll without a date. Letters about it that still wait are not sent."""
    from sectorlaunch.actions import polls as poll_actions

    with recording(slug, by) as at:
        at.say(poll_actions.call_off(*at.here, poll, by=at.by, why=why).closed_how)


def _shown(launch: "Launch", poll: "Poll") -> dict[str, Any]:
    """A poll with its dates and votes."""
    from sectorlaunch import wording
    from sectorlaunch.records import polls as poll_records
    from sectorlaunch.tables import Person

    session, zone = launch.session, launch.zone
    said = poll_records.votes(session, poll)
    names = {person.pk: person.name for person in poll_records.asked(session, poll)}
    for person_id in {who for by_person in said.values() for who in by_person} - names.keys():
        names[person_id] = session.get_one(Person, person_id).name
    return {
        "id": poll.id,
        "title": poll.title,
        "state": poll.state.value,
        "closes_at": poll.closes_at,
        "closes": wording.moment(poll.closes_at, zone),
        "closed_how": poll.closed_how,
        "silent": [person.name for person in poll_records.silent(session, poll)],
        "dates": [
            {
                "starts_at": option.starts_at,
                "when": wording.span(option.starts_at, option.minutes, zone),
                "chosen": option.chosen_at is not None,
                "votes": {names[who]: what.value for who, what in said[option.pk].items()},
            }
            for option in poll_records.options(session, poll)
        ],
    }


def _as_words(poll: dict[str, Any]) -> tuple[str, list[tuple[str, ...]]]:
    """A heading, and a line for each date with who said what."""
    from sectorlaunch import wording
    from sectorlaunch.tables import PollChoice, PollState

    heading = f"Date poll {poll['id']}, {poll['state']}: {poll['title']}. "
    heading += poll["closed_how"] or f"Closes on {poll['closes']}."
    if poll["state"] == PollState.OPEN.value and poll["silent"]:
        heading += f" Not yet voted: {wording.listing(poll['silent'])}."
    lines: list[tuple[str, ...]] = []
    for one in poll["dates"]:
        said = {
            choice.value: [name for name, what in one["votes"].items() if what == choice.value]
            for choice in PollChoice
        }
        counted = ", ".join(f"{len(names)} {choice}" for choice, names in said.items())
        who = "; ".join(f"{choice}: {wording.listing(names)}" for choice, names in said.items() if names)
        lines.append(("  chosen" if one["chosen"] else "  ", one["when"], counted, who))
    return heading, lines


def _choice(word: str) -> "PollChoice":
    from sectorlaunch.tables import PollChoice

    try:
        return PollChoice(word.replace("-", " ").lower())
    except ValueError:
        raise BadInput(f"“{word}” is no answer here; write yes, if-need-be or no.") from None


def _moment(at: "Recording", words: str) -> datetime:
    try:
        local = datetime.fromisoformat(words)
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None or len(words) <= len("2027-03-04"):
        raise BadInput(f"“{words}” is not a date with an hour; write it as 2027-03-04T08:30, local time.")
    return at.moment(local.date(), local.time())
