"""What is done to an action team on its page, whichever door its lead comes in by: each a small form, named by `action`."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from sectorlaunch.actions import offers, outcomes, polls, report_backs, team_endings, teams
from sectorlaunch.actions import team_calls as actions
from sectorlaunch.actions.report_backs import Report
from sectorlaunch.actions.team_calls import Minutes, Promised
from sectorlaunch.actions.team_endings import Settled
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.portal import form_values, meeting_form, on_record, rhythm_form
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.records import invitations, people, team_calls
from sectorlaunch.records import offers as offer_records
from sectorlaunch.records import report_backs as report_records
from sectorlaunch.records import teams as team_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import call_slots
from sectorlaunch.rules.poll_dates import Allowed, ProposedDate
from sectorlaunch.tables import ActionTeam, Commitment, CommitmentState, MeetingKind, Offer, Person

LONGEST = 1000
PROMISES = 4
"""Lines for promises on the form about a call; more are added one by one."""
SOMEBODY = "Choose somebody who has a role in this partnership."
Form = Mapping[str, str]


@dataclass(frozen=True)
class TeamAtHand(Launch):
    """An action team of the launch, and who does something to it."""

    team: ActionTeam
    by: str
    person: Person

    @staticmethod
    def at(launch: Launch, team: ActionTeam, by: str, person: Person) -> "TeamAtHand":
        return TeamAtHand(launch.session, launch.now, launch.run_id, team, by, person)


def act(at: TeamAtHand, form: Form) -> str:
    """Does what the form's action says, to this team and to nothing else; says the word of the notice."""
    action = _ACTIONS.get(form.get("action", ""))
    if action is None:
        raise BadInput("Choose what is to be done.")
    return action(at, form) or "result"


def name_of(form: Form) -> str:
    """Which form of the page it is, so that a mistake is said beside it."""
    return f"{form.get('action', '')}-{form.get('number', '')}"


def changes(at: TeamAtHand, form: Form) -> OnRecord | None:
    """What the form was made from, where it changes something others may change meanwhile."""
    match form.get("action"):
        case "describe":
            return on_record.team(at.team)
        case "settle":
            return on_record.promise(_promise(at, form))
        case "where":
            return on_record.team_place(at.team)
        case "rhythm" | "end-rhythm":
            return on_record.rhythm(rhythm_form.standing(at, form, MeetingKind.TEAM_CALL, at.team.pk))
    return None


def _call(at: TeamAtHand, form: Form) -> str:
    """One of the times that were offered, or another one; with `ask`, the members say which of the times suits them."""
    _keep_the_place(at, form)
    if form.get("ask"):
        return _ask(at, _minutes(form))
    picked, zone = form.get("time", ""), at.person.zone or at.partnership.zone
    is_offered = picked not in ("", "other")
    starts_at = _offered(picked) if is_offered else meeting_form.starts_at(dict(form), zone)
    if starts_at is None or starts_at <= at.now:
        raise BadInput("Choose a day and time in the future.")
    teams.schedule_call(*_here(at), at.team.pk, starts_at, by=at.by, minutes=_minutes(form))
    return "team-call"


def _offered(words: str) -> datetime:
    moment: datetime | None = None
    with suppress(ValueError):
        moment = datetime.fromisoformat(words)
    if moment is None or moment.tzinfo is None:
        raise BadInput("Choose one of the times, or a day and time of your own.")
    return moment


def _minutes(form: Form) -> int:
    return meeting_form.minutes({"minutes": form.get("minutes", str(team_calls.USUAL_MINUTES))})


def _ask(at: TeamAtHand, minutes: int) -> str:
    times = team_calls.times(at, at.team)
    until = call_slots.asked_until(at.calendar, at.now, times) if times else None
    if len(times) < 2 or until is None:
        raise NotAllowed("There is too little time left to ask everyone. Pick a time yourself.")
    proposed = [ProposedDate(one, minutes) for one in times]
    polls.open_for_team(*_here(at), at.team.pk, proposed, until, by=at.by, allowed=Allowed())
    return "team-asked"


def _keep_the_place(at: TeamAtHand, form: Form) -> None:
    """Where its calls are held from now on, where the form says so."""
    if not any(name in form for name in teams.WHERE):
        return
    where: dict[str, Any] = {
        "join_url": form_values.web_address(form.get("join_url", "")),
        "dial_in": form.get("dial_in", "").strip()[:200],
        "place": form.get("place", "").strip()[:200],
    }
    if any(value != getattr(at.team, name) for name, value in where.items()):
        teams.describe(*_here(at), at.team.pk, by=at.by, **where)


def _where(at: TeamAtHand, form: Form) -> None:
    _keep_the_place(at, form)


def _rhythm(at: TeamAtHand, form: Form) -> str:
    return rhythm_form.keep(at, form, MeetingKind.TEAM_CALL, by=at.by, team_id=at.team.pk)


def _end_rhythm(at: TeamAtHand, form: Form) -> str:
    return rhythm_form.end(at, form, MeetingKind.TEAM_CALL, by=at.by, team_id=at.team.pk)


def _close(at: TeamAtHand, form: Form) -> str:
    """What came of the last call: kept, and sent around."""
    call = team_calls.to_close(at, at.team)
    if call is None or call.pk != form_values.number(form.get("number", "")):
        raise NotAllowed(
            "What came of this call has been sent already. Add a promise or set the next call by itself."
        )
    invited = [person for _, person in invitations.invited(at.session, call.pk)]
    there = set(form_values.rows_ticked(form, "there-"))
    more = somebody(at, form.get("more", ""))
    present = [person for person in invited if person.pk in there]
    minutes = Minutes(
        present=[*present, *([more] if more is not None else [])],
        absent=[person for person in invited if person.pk not in there],
        decisions=form.get("decisions", "")[:4000],
        notes=form.get("notes", "")[:4000],
        promises=_promised(at, form),
        next_at=_next_at(at, form),
        next_minutes=_minutes(form),
    )
    actions.close(*_here(at), call.pk, minutes, by=at.by)
    return "call-closed"


def _promised(at: TeamAtHand, form: Form) -> list[Promised]:
    """The lines that say something; a name or a day without words is a mistake."""
    found = []
    for number in range(1, PROMISES + 1):
        words = form.get(f"what-{number}", "").strip()[:LONGEST]
        owner, due = form.get(f"owner-{number}", ""), form.get(f"due-{number}", "").strip()
        if words:
            found.append(Promised(words, somebody(at, owner), form_values.day(due)))
        elif owner or due:
            raise BadInput("Say what was promised.")
    return found


def _next_at(at: TeamAtHand, form: Form) -> datetime | None:
    """When the team talks next; None while that is open."""
    picked = form.get("time", "")
    if picked in ("", "open"):
        return None
    if picked != "other":
        return _offered(picked)
    starts_at = meeting_form.starts_at(dict(form), at.person.zone or at.partnership.zone)
    if starts_at is None:
        raise BadInput("Choose a day and time in the future.")
    return starts_at


def _agenda(at: TeamAtHand, form: Form) -> str:
    """Lines such as “10 What we promised”; a line without a number takes a quarter of an hour."""
    call = team_calls.ahead(at, at.team)
    if call is None:
        raise NotAllowed("There is no call ahead. Set one first.")
    parts = []
    for line in form.get("parts", "")[:4000].splitlines():
        first, _, rest = line.strip().partition(" ")
        if first.isdecimal() and rest.strip():
            parts.append((int(first[:4]), rest.strip()))
        elif line.strip():
            parts.append((15, line.strip()))
    actions.set_agenda(*_here(at), call.pk, parts[:20], by=at.by)
    return "result"


def _report(at: TeamAtHand, form: Form) -> str:
    said = Report(**{name: form.get(name, "")[:4000] for name in ("done", "next", "help", "win")})
    report_backs.of_team(*_here(at), at.team.pk, at.person, said, by=at.by)
    return "reported"


def _answer_offer(at: TeamAtHand, form: Form) -> str:
    offer = _offer(at, form)
    answer = form.get("answer", "").strip()[:LONGEST]
    if form.get("take") == "no":
        offers.thank(*_here(at), offer.pk, by=at.by, answer=answer)
        return "offer-thanked"
    due_on = form_values.day(form.get("on", ""))
    joins = form.get("joins") == "yes"
    offers.accept(*_here(at), offer.pk, due_on, by=at.by, answer=answer, joins=joins)
    return "offer-taken"


def _describe(at: TeamAtHand, form: Form) -> None:
    words: dict[str, Any] = {
        key: form[key][:LONGEST]
        for key in on_record.CLARITY
        if key in form and form[key].strip() != getattr(at.team, key)
    }
    if words:
        teams.describe(*_here(at), at.team.pk, by=at.by, **words)


def _join(at: TeamAtHand, form: Form) -> None:
    person = somebody(at, form.get("person", ""))
    if person is None:
        raise BadInput("Choose who joins the team.")
    brings = form.get("contribution", "").strip()[:LONGEST]
    teams.join(*_here(at), at.team.pk, person, by=at.by, contribution=brings)


def _leave(at: TeamAtHand, form: Form) -> str:
    wanted = form_values.number(form.get("person", ""))
    person = next((one for one in team_records.members(at.session, at.team) if one.pk == wanted), None)
    if person is None:
        raise BadInput("Choose who leaves the team.")
    team_endings.leave(*_here(at), at.team.pk, person, by=at.by, to=somebody(at, form.get("to", "")))
    return "team-left"


def _add_promise(at: TeamAtHand, form: Form) -> None:
    owner, on = somebody(at, form.get("owner", "")), form_values.day(form.get("on", ""))
    words = form.get("words", "")[:LONGEST]
    outcomes.commit_to(*_here(at), words, owner, on, by=at.by, team_id=at.team.pk)


def _settle_promise(at: TeamAtHand, form: Form) -> None:
    state = CommitmentState.DROPPED if form.get("state") == "dropped" else CommitmentState.DONE
    outcomes.settle(*_here(at), _promise(at, form).pk, state, by=at.by)


def _rest(at: TeamAtHand, form: Form) -> str:
    until = form_values.day(form.get("on", ""))
    if until is None:
        raise BadInput("Choose the day until which the team rests.")
    team_endings.rest(*_here(at), at.team.pk, until, by=at.by, why=form.get("why", "")[:LONGEST])
    return "team-rests"


def _wake(at: TeamAtHand, _form: Form) -> str:
    team_endings.wake(*_here(at), at.team.pk, by=at.by)
    return "team-woken"


def _merge(at: TeamAtHand, form: Form) -> str:
    into = form_values.number(form.get("into", ""))
    if into not in {team.pk for team in team_records.standing(at.session, at.partnership_id)}:
        raise BadInput("Choose another team of this partnership that goes on with the work.")
    team_endings.merge(*_here(at), at.team.pk, into, by=at.by, why=form.get("why", "")[:LONGEST])
    return "team-merged"


def _end(at: TeamAtHand, form: Form) -> str:
    settled = settlement(at, form, [one.pk for one in report_records.promises(at.session, at.team)])
    why, learned = form.get("why", "")[:LONGEST], form.get("learned", "")[:LONGEST]
    team_endings.end(*_here(at), at.team.pk, settled, by=at.by, why=why, learned=learned)
    return "team-ended"


def settlement(launch: Launch, form: Form, numbers: list[int]) -> dict[int, Settled]:
    """What a form says becomes of promises, of those with these numbers; those it leaves open are not in it."""
    found: dict[int, Settled] = {}
    for number in numbers:
        match form.get(f"promise-{number}", ""):
            case "done":
                found[number] = Settled()
            case "dropped":
                found[number] = Settled(
                    CommitmentState.DROPPED, form.get(f"why-{number}", "").strip()[:LONGEST]
                )
            case "to":
                to = somebody(launch, form.get(f"to-{number}", ""))
                if to is None:
                    raise BadInput("Choose who takes each promise that is handed over.")
                found[number] = Settled(to=to)
    return found


def somebody(launch: Launch, words: str) -> Person | None:
    """Somebody with a role here; None where nobody is named. Raises BadInput for anybody else."""
    if not words:
        return None
    wanted = form_values.number(words)
    held = (person for person, _ in people.roles_held(launch.session, launch.partnership_id))
    found = next((person for person in held if person.id == wanted), None)
    if found is None:
        raise BadInput(SOMEBODY)
    return found


def _promise(at: TeamAtHand, form: Form) -> Commitment:
    found = at.session.get(Commitment, form_values.number(form.get("number", "")))
    if found is None or found.team_id != at.team.pk:
        raise BadInput("That is not on record here.")
    return found


def _offer(at: TeamAtHand, form: Form) -> Offer:
    wanted = form_values.number(form.get("number", ""))
    found = next((one for one in offer_records.of_team(at.session, at.team) if one.pk == wanted), None)
    if found is None:
        raise BadInput("That is not on record here.")
    return found


def _here(at: Launch) -> tuple[Session, datetime, int]:
    return at.session, at.now, at.run_id


def usual_due(launch: Launch) -> date:
    """By when something is wanted, unless the lead says another day."""
    return launch.calendar.next_business_day(launch.today + timedelta(days=29))


_ACTIONS: dict[str, Callable[[TeamAtHand, Form], str | None]] = {
    "call": _call,
    "close": _close,
    "agenda": _agenda,
    "where": _where,
    "rhythm": _rhythm,
    "end-rhythm": _end_rhythm,
    "report": _report,
    "offer": _answer_offer,
    "describe": _describe,
    "join": _join,
    "leave": _leave,
    "promise": _add_promise,
    "settle": _settle_promise,
    "rest": _rest,
    "wake": _wake,
    "merge": _merge,
    "end": _end,
}
