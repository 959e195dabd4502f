"""Steps 5 and 6 in a rehearsal: teams, their calls and aims, the rhythm and the plan."""

from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from languages import Language
from playbooks.model import Roll
from sectorlaunch.actions import documents as document_actions
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.actions import offers, report_backs, rhythms, team_calls, teams
from sectorlaunch.actions.report_backs import Report
from sectorlaunch.actions.rhythms import Pattern
from sectorlaunch.actions.team_calls import Minutes, Promised
from sectorlaunch.records import audiences, dates, documents, invitations, meetings, people
from sectorlaunch.records import report_backs as report_records
from sectorlaunch.records import rhythms as rhythm_records
from sectorlaunch.records import team_calls as call_times
from sectorlaunch.records import teams as team_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal.chance import key
from sectorlaunch.rehearsal.launch_day import COMES, ROOM
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    DocumentKind,
    DocumentState,
    Meeting,
    MeetingKind,
    Partnership,
    Person,
    RoleKind,
)

CALL_AT = time(11, 0)
CALLS_AT = (CALL_AT, time(14, 0), time(9, 0), time(16, 0))
"""One after the other: many are on two teams."""
RHYTHMS = {
    MeetingKind.QUARTERLY: (Pattern(3, 2, 1, "08:30", 90, "The plant of the host"), 60),
    MeetingKind.SUPPORT_TEAM: (Pattern(3, 3, 2, "10:00", 60, join_url=f"{ROOM}/team"), 21),
    MeetingKind.HEALTH_CHECK: (Pattern(12, 1, 3, "11:00", 60, join_url=f"{ROOM}/health"), 140),
}
"""How often meetings come round, and so many days from now on."""
NOTICE = 4
"""Business days between the notice of a call and the call, at the least."""
MEMBERS, PARTNERS = 5, 1
"""Business members and partners of a team."""
CONTRIBUTION = "Brings the training providers to the table and writes the notes."
DECISION = "We begin with one shift and three companies."
NOTE = "Two companies would share an instructor."
PROMISES = (
    "Ask two people on the floor what they would change first",
    "Bring one company that has not been in the room",
    "Write on one page what the first course must teach",
    "Walk the shop with the instructor",
    "Find out what the bus line could change",
    "Name the person who trains the newcomers",
    "Compare what five companies ask of a beginner",
    "Settle which shift begins",
)
"""What leads take on in calls, one after the other."""
OFFER = "A room and an instructor on Thursday evenings"
ANSWER = "Exactly what we lack."
WIN = "The first company has begun."
AIMS = {
    "outcome": "In a year every one of us can say that it has become easier.",
    "strategy": "One pilot with three companies, then the next three.",
    "measure": "Open positions after ninety days, counted every quarter.",
    "way_in": "Partners are asked for by name when the team knows what it needs.",
}


def all_teams(stage: Stage, session: Session) -> list[ActionTeam]:
    """Every team, formed for the chosen priorities where that has not been done."""
    teams.form_for_chosen(session, stage.now, stage.run_id)
    query = select(ActionTeam).where(ActionTeam.partnership_id == stage.partnership_id)
    return list(session.exec(query.order_by(col(ActionTeam.id))))


def fill_teams(stage: Stage, session: Session) -> None:
    """Gives each team a lead and members from business, and one partner with a part."""
    convener = people.convener(session, stage.partnership_id)
    leaders = _leaders(stage, session)
    partners = people.with_role(session, stage.partnership_id, [RoleKind.SUPPORT_TEAM])
    for number, team in enumerate(all_teams(stage, session)):
        if team.lead_id is not None or not leaders:
            continue
        members = [leaders[(number + step * 3) % len(leaders)] for step in range(min(MEMBERS, len(leaders)))]
        for place, person in enumerate(dict.fromkeys(p.id for p in members)):
            who = session.get_one(Person, person)
            teams.join(session, stage.now, stage.run_id, team.pk, who, by=convener.name, lead=place == 0)
        _report_back(stage, team.pk)
        for partner in partners[number % max(1, len(partners)) :][:PARTNERS]:
            teams.join(
                session,
                stage.now,
                stage.run_id,
                team.pk,
                partner,
                by=convener.name,
                contribution=CONTRIBUTION,
            )


def _leaders(stage: Stage, session: Session) -> list[Person]:
    """Champions first, then those who came."""
    found: dict[int | None, Person] = {}
    for audience in ("champions", "business-attendees"):
        for person in audiences.resolve(session, stage.partnership_id, audience, About()):
            found[person.id] = person
    return list(found.values())


def schedule_calls(stage: Stage, session: Session, first_day: int, last_day: int) -> None:
    """Puts the first call of every team on the calendar, in the weeks after the launch that the playbook names."""
    partnership = session.get_one(Partnership, stage.partnership_id)
    convener = people.convener(session, stage.partnership_id)
    launch_on = dates.launch_date(session, partnership)
    with_call = {m.team_id for m in meetings.of_kind(session, stage.partnership_id, MeetingKind.TEAM_CALL)}
    today = stage.calendar.local_date(stage.now)
    for number, team in enumerate(all_teams(stage, session)):
        if team.id is None or team.id in with_call or launch_on is None:
            continue
        middle = launch_on + timedelta(days=first_day + (last_day - first_day) // 2)
        latest = stage.calendar.roll(launch_on + timedelta(days=last_day), Roll.EARLIER)
        earliest = stage.calendar.add_business_days(today, NOTICE)
        wanted = stage.calendar.add_business_days(max(middle, earliest), number // 2)
        day = max(earliest, min(wanted, latest))
        starts_at = stage.calendar.moment(day, CALLS_AT[number % len(CALLS_AT)])
        call = teams.schedule_call(session, stage.now, stage.run_id, team.id, starts_at, by=convener.name)
        meeting_actions.change(
            *(session, stage.now, stage.run_id, call.pk),
            by=convener.name,
            join_url=f"{ROOM}/{call.pk}",
            dial_in=f"970-555-0199, {call.pk:04}#",
        )
        stage.follow(session)
        _hold_call(stage, call.pk, starts_at + timedelta(minutes=call.minutes))


def _hold_call(stage: Stage, meeting_id: int, ends_at: datetime) -> None:
    """The lead writes down what came of a call; after the first it goes on four weeks later, after that it is open."""

    def deed(session: Session) -> None:
        call = session.get_one(Meeting, meeting_id)
        team = session.get_one(ActionTeam, call.team_id)
        if call.held_at is not None or call.canceled_at is not None or team.lead_id is None:
            return
        lead = session.get_one(Person, team.lead_id)
        invited = [person for _, person in invitations.invited(session, meeting_id)]
        there = [p for p in invited if stage.chance.of("call", meeting_id, key(p)).random() < 0.8]
        is_first = len(team_records.calls_of(session, team)) == 1
        times = call_times.times(Launch.of(session, stage.now, stage.run_id), team)
        by_day = stage.calendar.local_date(stage.now) + timedelta(days=21)
        minutes = Minutes(
            present=there,
            absent=[person for person in invited if person not in there],
            decisions=DECISION,
            notes=NOTE,
            promises=[Promised(_next_promise(stage, session), lead, by_day)] if is_first else (),
            next_at=times[-1] if is_first and times else None,
        )
        team_calls.close(session, stage.now, stage.run_id, meeting_id, minutes, by=lead.name)
        stage.follow(session)
        for following in team_records.calls_of(session, team)[1:]:
            if is_first and following.starts_at is not None:
                _hold_call(stage, following.pk, following.starts_at + timedelta(minutes=following.minutes))

    stage.at(ends_at, deed)


def _next_promise(stage: Stage, session: Session) -> str:
    made = select(Commitment).where(
        Commitment.partnership_id == stage.partnership_id, col(Commitment.meeting_id).is_not(None)
    )
    return PROMISES[len(session.exec(made).all()) % len(PROMISES)]


def _report_back(stage: Stage, team_id: int) -> None:
    """Two months on, with the letter that asks for it in hand."""

    def deed(session: Session) -> None:
        team = session.get_one(ActionTeam, team_id)
        if team.lead_id is None or team.ended_at is not None:
            return
        lead = session.get_one(Person, team.lead_id)
        words = report_records.beginning(Launch.of(session, stage.now, stage.run_id), team, Language.ENGLISH)
        said = Report(words.done, words.next, win=WIN)
        report_backs.of_team(session, stage.now, stage.run_id, team_id, lead, said, by=lead.name)

    stage.at(stage.now + timedelta(days=62), deed)


def _offer_help(stage: Stage, session: Session, team: ActionTeam, number: int) -> None:
    """A partner who is not on a team answers its way in; its lead takes it three days later."""
    members = {person.id for person in team_records.members(session, team)}
    partners = people.with_role(session, stage.partnership_id, [RoleKind.SUPPORT_TEAM])
    free = [person for person in partners if person.id not in members]
    if not free or team.lead_id is None:
        return
    partner = free[number % len(free)]
    by_day = stage.calendar.local_date(stage.now) + timedelta(days=40)
    made = offers.make(session, stage.now, stage.run_id, team.pk, partner, OFFER, by_day, by=partner.name)
    stage.follow(session)

    def deed(later: Session) -> None:
        if made.answered_at is None and team.ended_at is None:
            due = stage.calendar.local_date(stage.now) + timedelta(days=45)
            lead = later.get_one(Person, team.lead_id)
            offers.accept(later, stage.now, stage.run_id, made.pk, due, by=lead.name, answer=ANSWER)

    stage.at(stage.now + timedelta(days=3), deed)


def sharpen_teams(stage: Stage, session: Session) -> None:
    convener = people.convener(session, stage.partnership_id)
    for team in all_teams(stage, session):
        missing = {field: words for field, words in AIMS.items() if not getattr(team, field)}
        if missing:
            teams.describe(session, stage.now, stage.run_id, team.pk, by=convener.name, **missing)
            if team is all_teams(stage, session)[0]:
                _offer_help(stage, session, team, team.pk)


def set_the_rhythm(stage: Stage, session: Session) -> None:
    """Partnership meetings every three months, and the support team too; a business leader chairs and sets the agenda."""
    convener = people.convener(session, stage.partnership_id)
    for kind, (pattern, from_day) in RHYTHMS.items():
        if rhythm_records.of_kind(session, stage.partnership_id, kind) is not None:
            continue
        begins = stage.calendar.local_date(stage.now) + timedelta(days=from_day)
        rhythm = rhythms.set_up(session, stage.now, stage.run_id, kind, pattern, begins, by=convener.name)
        for meeting in rhythm_records.ahead(Launch.of(session, stage.now, stage.run_id), rhythm):
            assert meeting.starts_at is not None
            _hold_meeting(stage, meeting.pk, meeting.starts_at + timedelta(minutes=meeting.minutes))
    name_who_leads(stage, session)


def name_who_leads(stage: Stage, session: Session) -> None:
    """A business leader takes the chair of each partnership meeting to come, and another sets its agenda."""
    leaders = _leaders(stage, session)
    convener = people.convener(session, stage.partnership_id)
    for meeting in meetings.of_kind(session, stage.partnership_id, MeetingKind.QUARTERLY) if leaders else ():
        if meeting.chair_id is None and meeting.held_at is None:
            meeting_actions.change(
                *(session, stage.now, stage.run_id, meeting.pk),
                by=convener.name,
                chair_id=leaders[0].id,
                agenda_by_id=leaders[-1].id,
            )


def _hold_meeting(stage: Stage, meeting_id: int, ends_at: datetime) -> None:
    """It takes place, with those who said they come, and some who said nothing."""

    def deed(session: Session) -> None:
        meeting = session.get_one(Meeting, meeting_id)
        if meeting.held_at is not None or meeting.canceled_at is not None:
            return
        there = [
            person
            for place, person in invitations.invited(session, meeting_id)
            if stage.chance.of("meeting", meeting_id, key(person)).random() < COMES.get(place.state, 0.0)
        ]
        convener = people.convener(session, stage.partnership_id)
        meeting_actions.hold(session, stage.now, stage.run_id, meeting_id, there, by=convener.name)

    stage.at(ends_at, deed)


def accept(stage: Stage, session: Session, kind: DocumentKind) -> None:
    """Has a document drafted and accepted."""
    convener = people.convener(session, stage.partnership_id)
    newest = documents.newest(session, stage.partnership_id, kind)
    if newest is None or newest.state is not DocumentState.ACCEPTED:
        title = kind.value.capitalize()
        document_actions.draft(session, stage.now, stage.run_id, kind, title, f"{title}.", by=convener.name)
        document_actions.settle(
            session, stage.now, stage.run_id, kind, DocumentState.ACCEPTED, by=convener.name
        )
