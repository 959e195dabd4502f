"""What a meeting is about: as somebody has set it, else drafted from what is on record, so that nobody begins with an empty
page. Wins, promises that are overdue, how each team stands, what would help it, what was left over last time, the next date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from languages import Language, formatting
from notifications import phrases
from sectorlaunch.records import meetings, report_backs, surveys, team_minutes, teams
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    AgendaItem,
    Commitment,
    CommitmentState,
    Meeting,
    MeetingKind,
    MeetingNote,
    Person,
    ReportBack,
)

DRAFTED = (MeetingKind.QUARTERLY, MeetingKind.SUPPORT_TEAM)
"""Kinds of meetings an agenda is drafted for."""
LONGEST = 200
MOST_PROMISES, MOST_WINS = 5, 3
BACK = timedelta(days=92)
"""So long before it what teams have said counts for a meeting."""


@dataclass(frozen=True)
class Part:
    """One part of a meeting."""

    minutes: int
    title: str
    person_id: int | None = None
    """Who holds it."""
    commitment_id: int | None = None


def parts(launch: Launch, meeting: Meeting, language: Language) -> list[Part]:
    """What is set; of a meeting for which nothing is, what the record suggests, in a language."""
    items = team_minutes.agenda(launch.session, meeting)
    if items:
        return [Part(one.minutes, one.title, one.person_id, one.commitment_id) for one in items]
    return list(_draft(launch, meeting, language)) if meeting.kind in DRAFTED else []


def lines(launch: Launch, meeting: Meeting, language: Language) -> str:
    """The same as it is typed: a line for each part, with its minutes first."""
    return "\n".join(f"{one.minutes} {one.title}" for one in parts(launch, meeting, language))


def is_set(launch: Launch, meeting: Meeting) -> bool:
    return bool(team_minutes.agenda(launch.session, meeting))


def _draft(launch: Launch, meeting: Meeting, language: Language) -> Iterator[Part]:
    def say(key: str, **fields: str) -> str:
        return phrases.say(language, f"agenda.{key}", **fields)[:LONGEST]

    reports = _reports(launch, meeting)
    said = (report.win.strip() for _, report in reports)
    wins = list(dict.fromkeys(win for win in said if win))[:MOST_WINS]
    yield Part(10, say("wins", what=" ".join(wins)) if wins else say("look back"))
    for promise, owner in _overdue(launch):
        assert promise.due_on is not None
        day = formatting.short_day(language, promise.due_on)
        words = say("overdue", what=promise.what, who=owner.name, day=day)
        yield Part(5, words, owner.pk, promise.pk)
    if meeting.kind is MeetingKind.QUARTERLY:
        for team in teams.at_work(launch.session, launch.partnership_id):
            yield Part(10, say("team", team=team.name), team.lead_id)
    for name, report in reports:
        if report.help.strip():
            yield Part(10, say("help", team=name, what=report.help.strip()))
    for statement in surveys.for_the_agenda(launch, language, (launch.now - BACK)):
        yield Part(10, say("fell", what=statement))
    for item in _left_over(launch, meeting):
        yield Part(item.minutes, item.title, item.person_id)
    yield Part(10, say("asked for"))
    yield Part(5, say("next meeting"))


def _reports(launch: Launch, meeting: Meeting) -> list[tuple[str, ReportBack]]:
    on = (launch.on(meeting.starts_at) if meeting.starts_at else launch.today) - BACK
    names = {team.pk: team.name for team in teams.standing(launch.session, launch.partnership_id)}
    said = report_backs.since(launch.session, launch.partnership_id, on)
    return [(names[one.team_id], one) for one in said if one.team_id is not None]


def _overdue(launch: Launch) -> list[tuple[Commitment, Person]]:
    found = (
        select(Commitment, Person)
        .join(Person, col(Person.id) == col(Commitment.owner_id))
        .where(
            Commitment.partnership_id == launch.partnership_id,
            Commitment.state == CommitmentState.OPEN,
            col(Commitment.due_on) < launch.today,
        )
    )
    in_order = found.order_by(col(Commitment.due_on), col(Commitment.id))
    return list(launch.session.exec(in_order.limit(MOST_PROMISES)))


def _left_over(launch: Launch, meeting: Meeting) -> list[AgendaItem]:
    """Parts somebody had put on the last agenda of this kind under which nothing was noted or decided, where anything was."""
    held = [
        one
        for one in meetings.of_kind(launch.session, launch.partnership_id, meeting.kind)
        if one.held_at is not None and one.id != meeting.id and one.team_id == meeting.team_id
    ]
    items = team_minutes.agenda(launch.session, held[-1]) if held else []
    spoken = select(MeetingNote.agenda_item_id).where(col(MeetingNote.agenda_item_id).is_not(None))
    noted = set(launch.session.exec(spoken)) if items else set()
    left = [one for one in items if not one.decision.strip() and one.id not in noted]
    return left if len(left) < len(items) else []
