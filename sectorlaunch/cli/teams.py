"""Action teams at work: times offered and set, what came of a call, reports, offers, and the end of a team."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sectorlaunch.cli import output
from sectorlaunch.cli.installation import reading, recording
from sectorlaunch.cli.options import By, Email, Json, Note, Slug, argument, day, group, hour
from sectorlaunch.cli.record_action import Team
from sectorlaunch.errors import BadInput

if TYPE_CHECKING:
    from sectorlaunch.actions.team_calls import Promised
    from sectorlaunch.actions.team_endings import Settled
    from sectorlaunch.cli.recording import Recording

app = group("Action teams at work: calls, reports, offers, and their end.")

Done = Annotated[list[int] | None, typer.Option("--done", metavar="ID", help="A promise that is kept.")]
Drop = Annotated[
    list[str] | None, typer.Option("--drop", metavar="ID=WHY", help="A promise that is dropped, and why.")
]
Give = Annotated[
    list[str] | None, typer.Option("--give", metavar="ID=EMAIL", help="A promise somebody takes over.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, in a sentence.")]


@app.command("times")
def times(slug: Slug, team: Team, json: Json = False) -> None:
    """Three times at which everybody on a team could talk."""
    from sectorlaunch import wording
    from sectorlaunch.records import team_calls, teams

    with reading(slug) as launch:
        found = team_calls.times(launch, teams.find(launch.session, team))
        words = [(str(number), wording.moment(at, launch.zone)) for number, at in enumerate(found, 1)]
    output.as_json([at.isoformat() for at in found]) if json else output.columns(words)


@app.command("call")
def call(
    slug: Slug,
    team: Team,
    time: Annotated[int, argument("TIME", "Which of the three `team times` shows.", min=1, max=3)],
    minutes: Annotated[int, typer.Option("--minutes", min=15, max=480)] = 60,
    by: By = "",
) -> None:
    """Sets a call at one of the times that are offered; `record call` takes any other."""
    from sectorlaunch.actions import teams as actions
    from sectorlaunch.records import meetings, team_calls

    with recording(slug, by) as at:
        offered = team_calls.times(at, at.team(team))
        if time > len(offered):
            raise BadInput(f"There are {len(offered)} times just now; `team times` shows them.")
        planned = actions.schedule_call(*at.here, team, offered[time - 1], by=at.by, minutes=minutes)
        at.say(f"{planned.title}: {meetings.when_words(at.session, planned)}.")


@app.command("ask")
def ask(slug: Slug, team: Team, by: By = "") -> None:
    """Has the members say which of the three times suits them."""
    from sectorlaunch import wording
    from sectorlaunch.actions import polls
    from sectorlaunch.records import team_calls
    from sectorlaunch.rules import call_slots
    from sectorlaunch.rules.poll_dates import ProposedDate

    with recording(slug, by) as at:
        offered = team_calls.times(at, at.team(team))
        until = call_slots.asked_until(at.calendar, at.now, offered) if len(offered) > 1 else None
        if until is None:
            raise BadInput(
                "There is too little time left to ask everyone. Set one of the times with `team call`."
            )
        dates = [ProposedDate(one, team_calls.USUAL_MINUTES) for one in offered]
        polls.open_for_team(*at.here, team, dates, until, by=at.by)
        at.say(f"The members are asked, until {wording.moment(until, at.zone)}.")


@app.command("where")
def where(
    slug: Slug,
    team: Team,
    join_url: Annotated[str | None, typer.Option("--join-url", help="The link to join.")] = None,
    dial_in: Annotated[str | None, typer.Option("--dial-in", help="Number and code.")] = None,
    place: Annotated[str | None, typer.Option("--place")] = None,
    by: By = "",
) -> None:
    """Where a team's calls are held from now on. What is left out stays."""
    from sectorlaunch.actions import teams as actions

    given = {"join_url": join_url, "dial_in": dial_in, "place": place}
    words: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    with recording(slug, by) as at:
        at.team(team)
        if words:
            actions.describe(*at.here, team, by=at.by, **words)
        at.say("Its next calls begin with that.")


@app.command("agenda")
def agenda(
    slug: Slug,
    team: Team,
    part: Annotated[list[str], typer.Option("--part", metavar="MINUTES TITLE", help="Repeat it for more.")],
    by: By = "",
) -> None:
    """What the next call of a team is about, in place of what was set before."""
    from sectorlaunch.actions import team_calls as actions
    from sectorlaunch.records import team_calls

    parts = []
    for words in part:
        minutes, _, title = words.strip().partition(" ")
        if not minutes.isdecimal():
            raise typer.BadParameter(
                "begin with the minutes, such as “10 What we promised”.", param_hint="--part"
            )
        parts.append((int(minutes[:4]), title))
    with recording(slug, by) as at:
        ahead = team_calls.ahead(at, at.team(team))
        if ahead is None:
            raise BadInput("There is no call ahead. Set one first.")
        actions.set_agenda(*at.here, ahead.pk, parts, by=at.by)
        at.say(f"{len(parts)} parts are on the agenda.")


@app.command("close")
def close(
    slug: Slug,
    team: Team,
    there: Annotated[list[str], typer.Option("--there", metavar="EMAIL", help="Who was there.")],
    decision: Annotated[list[str] | None, typer.Option("--decision", metavar="TEXT")] = None,
    noted: Annotated[list[str] | None, typer.Option("--note", metavar="TEXT")] = None,
    promise: Annotated[
        list[str] | None, typer.Option("--promise", metavar="EMAIL DATE WHAT", help="Repeat it for more.")
    ] = None,
    next_on: Annotated[Any, day("The day of the next call.", "--next")] = None,
    next_at: Annotated[Any, hour("When it begins, local time.", "--at")] = None,
    by: By = "",
) -> None:
    """What came of the last call of a team: kept, and sent to everybody on it in one letter."""
    from sectorlaunch.actions import team_calls as actions
    from sectorlaunch.actions.team_calls import Minutes
    from sectorlaunch.records import invitations, team_calls

    if (next_on is None) is not (next_at is None):
        raise typer.BadParameter("give the day with --next and the hour with --at.", param_hint="--next")
    with recording(slug, by) as at:
        last = team_calls.to_close(at, at.team(team))
        if last is None:
            raise BadInput("There is no call of this team to close.")
        present = at.people(there)
        were = {person.pk for person in present}
        invited = [person for _, person in invitations.invited(at.session, last.pk)]
        minutes = Minutes(
            present=present,
            absent=[person for person in invited if person.pk not in were],
            decisions="\n".join(decision or ()),
            notes="\n".join(noted or ()),
            promises=[_promised(at, words) for words in promise or ()],
            next_at=at.moment(next_on, next_at) if next_on is not None else None,
        )
        actions.close(*at.here, last.pk, minutes, by=at.by)
        at.say(f"{last.title}: what came of it is on its way to the team.")


@app.command("report")
def report(
    slug: Slug,
    team: Team,
    email: Email,
    done: Annotated[str, typer.Option("--done", metavar="TEXT")] = "",
    following: Annotated[str, typer.Option("--next", metavar="TEXT")] = "",
    help_needed: Annotated[str, typer.Option("--help-needed", metavar="TEXT")] = "",
    win: Annotated[str, typer.Option("--win", metavar="TEXT")] = "",
    by: By = "",
) -> None:
    """How a team stands, in the words of whoever says so."""
    from sectorlaunch.actions import report_backs

    with recording(slug, by) as at:
        named, who = at.team(team), at.person(email)
        said = report_backs.Report(done, following, help_needed, win)
        report_backs.of_team(*at.here, team, who, said, by=at.by)
        at.say(f"Kept: how “{named.name}” stands.")


@app.command("offers")
def offers(slug: Slug, team: Team, json: Json = False) -> None:
    """What partners have offered a team, and what became of it."""
    from sectorlaunch.records import offers as records
    from sectorlaunch.records import teams
    from sectorlaunch.tables import Person

    with reading(slug) as launch:
        found = records.of_team(launch.session, teams.find(launch.session, team))
        rows = [
            (str(one.id), one.state.value, launch.session.get_one(Person, one.person_id).name, one.what)
            for one in found
        ]
    if json:
        output.as_json([one.model_dump() for one in found])
    else:
        output.columns(rows)


@app.command("offer")
def offer(
    slug: Slug,
    team: Team,
    email: Email,
    what: Annotated[str, argument("WHAT", "What they could do.")],
    on: Annotated[Any, day("By when it could be there.", "--by-day")] = None,
    by: By = "",
) -> None:
    """What a partner offers a team; its lead is told."""
    from sectorlaunch.actions import offers as actions

    with recording(slug, by) as at:
        named = at.team(team)
        made = actions.make(*at.here, team, at.person(email), what, on, by=at.by)
        at.say(f"Offer {made.id} to “{named.name}”: {made.what}")


@app.command("take")
def take(
    slug: Slug,
    number: Annotated[int, argument("OFFER", "Its number, as `team offers` shows it.")],
    on: Annotated[Any, day("By when it is wanted.", "--due")],
    joins: Annotated[bool, typer.Option("--joins", help="They join the team with it.")] = False,
    note: Note = "",
    by: By = "",
) -> None:
    """Takes an offer: it becomes a commitment of the organization."""
    from sectorlaunch.actions import offers as actions
    from sectorlaunch.records import offers as records

    with recording(slug, by) as at:
        records.find(at.session, at.partnership_id, number)
        taken = actions.accept(*at.here, number, on, by=at.by, answer=note, joins=joins)
        at.say(f"Taken, as commitment {taken.commitment_id}.")


@app.command("thank")
def thank(slug: Slug, number: Annotated[int, argument("OFFER")], note: Note = "", by: By = "") -> None:
    """Thanks for an offer the team does not need now."""
    from sectorlaunch.actions import offers as actions
    from sectorlaunch.records import offers as records

    with recording(slug, by) as at:
        records.find(at.session, at.partnership_id, number)
        actions.thank(*at.here, number, by=at.by, answer=note)
        at.say("They are thanked.")


@app.command("leave")
def leave(
    slug: Slug,
    team: Team,
    email: Email,
    to: Annotated[str, typer.Option("--to", metavar="EMAIL", help="Who takes over what they hold.")] = "",
    by: By = "",
) -> None:
    """Takes somebody off a team; what they hold there goes to a name."""
    from sectorlaunch.actions import team_endings

    with recording(slug, by) as at:
        named = at.team(team)
        who, heir = at.person(email), at.person(to) if to else None
        count = team_endings.leave(*at.here, team, who, by=at.by, to=heir)
        at.say(f"{who.name} has left “{named.name}”; {count} promises have a new owner.")


@app.command("rest")
def rest(
    slug: Slug, team: Team, until: Annotated[Any, day("Until when.", "--until")], why: Why = "", by: By = ""
) -> None:
    """Lets a team rest until a day. Its calls to come are called off."""
    from sectorlaunch.actions import team_endings

    with recording(slug, by) as at:
        named = at.team(team)
        team_endings.rest(*at.here, team, until, by=at.by, why=why)
        at.say(f"“{named.name}” rests until {until:%B %-d, %Y}.")


@app.command("wake")
def wake(slug: Slug, team: Team, by: By = "") -> None:
    """Has a team that rests go on."""
    from sectorlaunch.actions import team_endings

    with recording(slug, by) as at:
        named = at.team(team)
        team_endings.wake(*at.here, team, by=at.by)
        at.say(f"“{named.name}” goes on.")


@app.command("merge")
def merge(
    slug: Slug,
    team: Team,
    into: Annotated[int, argument("INTO", "The team that goes on with the work.")],
    why: Why = "",
    by: By = "",
) -> None:
    """Makes a team part of another: members, promises and open offers go along."""
    from sectorlaunch.actions import team_endings

    with recording(slug, by) as at:
        named, successor = at.team(team), at.team(into)
        team_endings.merge(*at.here, team, into, by=at.by, why=why)
        at.say(f"“{named.name}” is part of “{successor.name}”.")


@app.command("end")
def end(
    slug: Slug,
    team: Team,
    why: Why,
    learned: Annotated[str, typer.Option("--learned", metavar="TEXT", help="What others may learn.")] = "",
    done: Done = None,
    drop: Drop = None,
    give: Give = None,
    by: By = "",
) -> None:
    """Ends a team, once each open promise is kept, dropped or somebody else's."""
    from sectorlaunch.actions import team_endings

    with recording(slug, by) as at:
        named, settled = at.team(team), _settled(at, done, drop, give)
        team_endings.end(*at.here, team, settled, by=at.by, why=why, learned=learned)
        at.say(f"“{named.name}” has ended, and its members are thanked.")


@app.command("take-back")
def take_back(
    slug: Slug,
    priority: Annotated[int, argument("PRIORITY", "Its number, as `record priority` said it.", min=1)],
    why: Why,
    done: Done = None,
    drop: Drop = None,
    give: Give = None,
    by: By = "",
) -> None:
    """Takes back that a priority is chosen; the team at work on it ends."""
    from sectorlaunch.actions import team_endings

    with recording(slug, by) as at:
        number, settled = at.priority_id(priority), _settled(at, done, drop, give)
        team_endings.take_back(*at.here, number, settled, by=at.by, why=why)
        at.say(f"Priority {priority} is chosen no longer.")


@app.command("contact")
def contact(slug: Slug, email: Email, by: By = "") -> None:
    """Who is talked to first at their organization; its open commitments are theirs from now on."""
    from sectorlaunch.actions import organization_contacts

    with recording(slug, by) as at:
        who = at.person(email)
        count = organization_contacts.name(*at.here, who, by=at.by)
        at.say(f"{who.name} is talked to first; {count} commitments are theirs now.")


def _promised(at: "Recording", words: str) -> "Promised":
    from sectorlaunch.actions.team_calls import Promised

    email, _, rest = words.strip().partition(" ")
    on, _, what = rest.strip().partition(" ")
    try:
        due_on = date.fromisoformat(on)
    except ValueError:
        raise BadInput(f"“{words}” is no promise; write it as ADDRESS 2027-03-04 WHAT.") from None
    return Promised(what, at.person(email), due_on)


def _settled(
    at: "Recording", done: list[int] | None, drop: list[str] | None, give: list[str] | None
) -> "dict[int, Settled]":
    from sectorlaunch.actions.team_endings import Settled
    from sectorlaunch.tables import CommitmentState

    found = {at.commitment_id(number): Settled() for number in done or ()}
    for words in drop or ():
        number, why = _pair(words)
        found[at.commitment_id(number)] = Settled(CommitmentState.DROPPED, why)
    for words in give or ():
        number, email = _pair(words)
        found[at.commitment_id(number)] = Settled(to=at.person(email))
    return found


def _pair(words: str) -> tuple[int, str]:
    number, sign, rest = words.partition("=")
    if not (sign and number.strip().isdecimal()):
        raise BadInput(f"“{words}” names no commitment; write it as 7=…")
    return int(number.strip()[:9]), rest.strip()
