"""From options of the command line to a date poll, and back to words."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sectorlaunch import wording
from sectorlaunch.actions import polls
from sectorlaunch.cli.recording import Recording
from sectorlaunch.errors import BadInput
from sectorlaunch.records import date_conflicts
from sectorlaunch.records import polls as poll_records
from sectorlaunch.rules import poll_dates
from sectorlaunch.rules.poll_dates import Allowed, ProposedDate
from sectorlaunch.tables import Person, PollChoice, PollState

USUAL_MINUTES = 60


def open_poll(
    at: Recording,
    given: Sequence[str],
    closes_on: object,
    closes_time: object,
    team_id: int | None,
    minutes: int | None,
    allowed: Allowed,
) -> list[str]:
    """Opens the poll; says its number and until when it runs."""
    launch = at.meeting
    usual = launch.minutes if launch is not None and team_id is None else USUAL_MINUTES
    dates = [ProposedDate(_moment(at, words), minutes or usual) for words in given]
    last = closes_time if isinstance(closes_time, time) else poll_dates.CLOSING_TIME
    closes_at = at.moment(closes_on, last)
    if team_id is None:
        poll = polls.open_for_launch(
            at.session, at.now, at.run_id, dates, closes_at, by=at.by, allowed=allowed
        )
    else:
        poll = polls.open_for_team(
            at.session, at.now, at.run_id, team_id, dates, closes_at, by=at.by, allowed=allowed
        )
    zone = at.zone
    asked = len(poll_records.asked(at.session, poll))
    said = [f"Date poll {poll.id}, {poll.title}: {asked} people are asked."]
    if poll.remind_at is not None:
        said.append(f"Those who are silent are reminded on {wording.moment(poll.remind_at, zone)}.")
    said += date_conflicts.with_other_launches(at.session, at.partnership, [one.starts_at for one in dates])
    return [*said, f"It closes on {wording.moment(poll.closes_at, zone)}, or when everyone has voted."]


def note_vote(at: Recording, poll_id: int, email: str, answers: Sequence[str]) -> str:
    """Notes what somebody said to each date, the earliest first."""
    poll = poll_records.find(at.session, at.partnership_id, poll_id)
    dates = poll_records.options(at.session, poll)
    if len(answers) != len(dates):
        raise BadInput(f"The poll has {len(dates)} dates; give an answer to each, the earliest first.")
    who = at.person(email)
    said = {option.pk: _choice(word) for option, word in zip(dates, answers, strict=True)}
    poll = polls.vote(at.session, at.now, at.run_id, poll_id, who, said, by=at.by)
    words = f"{who.name} has voted."
    return f"{words} {poll.closed_how}" if poll.state is not PollState.OPEN else words


def shown(slug: str, poll_id: int | None) -> list[dict[str, Any]]:
    """Every poll, or one, with its dates and votes."""
    from sectorlaunch.cli.installation import installation

    here = installation()
    with here.reading() as session:
        launch = here.launch(session, slug)
        zone = launch.zone
        found = (
            poll_records.of_partnership(session, launch.partnership_id)
            if poll_id is None
            else [poll_records.find(session, launch.partnership_id, poll_id)]
        )
        polls_shown = []
        for poll in found:
            said = poll_records.votes(session, poll)
            names = {person.pk: person.name for person in poll_records.asked(session, poll)}
            for person_id in {who for by_person in said.values() for who in by_person} - names.keys():
                names[person_id] = session.get_one(Person, person_id).name
            polls_shown.append(
                {
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
            )
    return polls_shown


def as_words(poll: dict[str, Any]) -> tuple[str, list[tuple[str, ...]]]:
    """A heading, and a line for each date with who said what."""
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


def _choice(word: str) -> PollChoice:
    try:
        return PollChoice(word.replace("-", " ").lower())
    except ValueError:
        raise BadInput(f"“{word}” is no answer here; write yes, if-need-be or no.") from None


def _moment(at: Recording, words: str) -> datetime:
    try:
        local = datetime.fromisoformat(words)
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None or len(words) <= len("2027-03-04"):
        raise BadInput(f"“{words}” is not a date with an hour; write it as 2027-03-04T08:30, local time.")
    on: date = local.date()
    return at.moment(on, local.time())
