"""The launch in a rehearsal: when and where, who comes, the debrief, what business leaders name and take on."""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from playbooks.model import Roll
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.actions import outcomes
from sectorlaunch.records import audiences, dates, invitations, meetings
from sectorlaunch.records import people as people_records
from sectorlaunch.records.about import About
from sectorlaunch.rehearsal.chance import key
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import (
    Commitment,
    InvitationState,
    Meeting,
    MeetingKind,
    Partnership,
    Person,
    PlaceKind,
    Priority,
    RoleKind,
)

BEGINS = time(8, 30)
DEBRIEF_AT = time(15, 0)
DEBRIEF = "Partners' debrief"
ADDRESS = "1200 Example Road"
GETTING_THERE = "Park behind the plant; the door under the blue sign has no steps."
ROOM = "https://meet.example.org"
"""Where simulated people meet online."""
COMES = {
    InvitationState.ACCEPTED: 0.9,
    InvitationState.TENTATIVE: 0.5,
    InvitationState.TO_CONFIRM: 0.6,
    InvitationState.INVITED: 0.03,
    InvitationState.DECLINED: 0.0,
}
"""How likely somebody is in the room, by what they had answered."""

IN_THEIR_WORDS = (
    "We cannot find people who can read a drawing and set up a machine",
    "Nobody under thirty has ever seen the inside of a plant like ours",
    "Good people leave us because they cannot find housing or child care near the shift",
    "Supervisors come from the floor and nobody teaches them to lead",
    "Every college asks us for the same advice in a different meeting",
    "We all haul half-empty trucks to the same places",
)
FIRST_STEPS = (
    "Open the plant for a day to teachers and parents",
    "Bring two peers to the first call",
    "Share our job descriptions with the college",
    "Host the next partnership meeting",
    "Lend a supervisor for a pilot course",
)


def launch_of(stage: Stage, session: Session) -> Meeting | None:
    return meetings.launch_meeting(session, stage.partnership_id)


def settle_logistics(stage: Stage, session: Session, lead_days: int) -> None:
    """Sets what is open about the launch: date, place and parts; moves a date that leaves too little time."""
    partnership = session.get_one(Partnership, stage.partnership_id)
    launch = launch_of(stage, session)
    convener = people_records.convener(session, stage.partnership_id)
    if launch is None or launch.held_at is not None:
        return
    host = _host(stage, session)
    scribe = people_records.scribe(session, stage.partnership_id)
    facilitators = people_records.with_role(session, stage.partnership_id, [RoleKind.FACILITATOR])
    starts_at = launch.starts_at
    wanted = _good_day(stage, dates.launch_date(session, partnership), lead_days)
    if starts_at is None or starts_at.astimezone(stage.zone).date() != wanted:
        starts_at = stage.calendar.moment(wanted, BEGINS)
    company = people_records.organization_name(session, host)
    meeting_actions.change(
        session,
        stage.now,
        stage.run_id,
        launch.pk,
        by=convener.name,
        starts_at=starts_at,
        place=launch.place or f"The plant of {company}",
        address=launch.address or ADDRESS,
        getting_there=launch.getting_there or GETTING_THERE,
        place_kind=launch.place_kind or PlaceKind.BUSINESS,
        host_id=launch.host_id or host.id,
        facilitator_id=launch.facilitator_id or (facilitators[0].id if facilitators else convener.id),
        facilitator_neutral=True,
        roles={"welcome": host.id, "scribe": scribe.id, **launch.roles},
    )
    date_debrief(stage, session, starts_at)
    hold_when_it_is_time(stage, launch.pk, starts_at, launch.minutes)


def date_debrief(stage: Stage, session: Session, launch_starts_at: datetime) -> None:
    """The partners' debrief has its hour on the working day after the launch, and moves with it."""
    convener = people_records.convener(session, stage.partnership_id)
    day = stage.calendar.add_business_days(stage.calendar.local_date(launch_starts_at), 1)
    starts_at = stage.calendar.moment(day, DEBRIEF_AT)
    planned = _debriefs_to_come(stage, session)
    if not planned:
        meeting_actions.plan(
            session,
            stage.now,
            stage.run_id,
            meeting_actions.NewMeeting(MeetingKind.DEBRIEF, DEBRIEF, starts_at),
            by=convener.name,
        )
    elif planned[0].starts_at != starts_at:
        meeting_actions.change(
            *(session, stage.now, stage.run_id, planned[0].pk), by=convener.name, starts_at=starts_at
        )


def _debriefs_to_come(stage: Stage, session: Session) -> list[Meeting]:
    found = meetings.of_kind(session, stage.partnership_id, MeetingKind.DEBRIEF)
    return [meeting for meeting in found if meeting.held_at is None]


def _good_day(stage: Stage, target: date | None, lead_days: int) -> date:
    """The target, if it is a business day and leaves the time the letter needs; else the next that does."""
    earliest = stage.calendar.local_date(stage.now) + timedelta(days=lead_days)
    day = target if target is not None and target >= earliest else earliest + timedelta(days=14)
    return day if stage.calendar.is_business_day(day) else stage.calendar.next_business_day(day)


def _host(stage: Stage, session: Session) -> Person:
    """A champion who has agreed, else any business leader, else the convener."""
    for audience in ("champions", "business-guests"):
        found = audiences.resolve(session, stage.partnership_id, audience, About())
        if found:
            return found[0]
    return people_records.convener(session, stage.partnership_id)


def hold_when_it_is_time(stage: Stage, meeting_id: int, starts_at: datetime, minutes: int) -> None:
    """Has the launch take place at its hour, unless it has moved by then."""

    def deed(session: Session) -> None:
        launch = session.get_one(Meeting, meeting_id)
        if launch.starts_at == starts_at and launch.canceled_at is None and launch.held_at is None:
            record_attendance(stage, session)

    stage.at(starts_at + timedelta(minutes=minutes + 20), deed)


def record_attendance(stage: Stage, session: Session) -> str:
    """Notes who came. The partners' debrief follows on the next working day, or, seldom, too late."""
    launch = launch_of(stage, session)
    if launch is None or launch.id is None or launch.starts_at is None:
        return "There was nothing to record yet."
    if launch.starts_at + timedelta(minutes=launch.minutes) > stage.now:
        return "There was nothing to record yet."
    if launch.held_at is not None:
        return "It was on record by then."
    there = [
        person
        for place, person in invitations.invited(session, launch.id)
        if stage.chance.of("comes", key(person)).random() < COMES.get(place.state, 0.0)
    ]
    convener = people_records.convener(session, stage.partnership_id)
    meeting_actions.hold(session, stage.now, stage.run_id, launch.id, there, by=convener.name)
    dice = stage.chance.of("debrief")
    days = 5 if dice.random() < 0.06 else 1
    day = stage.calendar.add_business_days(stage.calendar.local_date(stage.now), days)
    stage.at(stage.calendar.moment(day, DEBRIEF_AT) + timedelta(hours=1), lambda s: hold_debrief(stage, s))
    return f"On record: {len(there)} people were there."


def hold_debrief(stage: Stage, session: Session) -> None:
    """The partners take stock among themselves."""
    held = meetings.of_kind(session, stage.partnership_id, MeetingKind.DEBRIEF)
    if any(meeting.held_at for meeting in held):
        return
    convener = people_records.convener(session, stage.partnership_id)
    begun = stage.now - timedelta(hours=1)
    planned = [one for one in held if one.starts_at is not None and one.starts_at <= stage.now]
    meeting = (
        planned[0]
        if planned
        else meeting_actions.plan(
            session,
            stage.now,
            stage.run_id,
            meeting_actions.NewMeeting(MeetingKind.DEBRIEF, DEBRIEF, begun),
            by=convener.name,
        )
    )
    partners = people_records.with_role(
        session, stage.partnership_id, [*people_records.CONVENING, RoleKind.SUPPORT_TEAM]
    )
    there = [person for person in partners if stage.chance.of("debrief", key(person)).random() < 0.85]
    meeting_actions.hold(session, stage.now, stage.run_id, meeting.pk, there, by=convener.name)


def record_priorities(stage: Stage, session: Session, fewest: int, most: int) -> None:
    """Writes down what was named, counts the votes and marks what was chosen."""
    query = select(Priority).where(Priority.partnership_id == stage.partnership_id)
    named = list(session.exec(query.order_by(col(Priority.position))))
    scribe = people_records.scribe(session, stage.partnership_id)
    for words in IN_THEIR_WORDS[len(named) :]:
        named.append(outcomes.record_priority(session, stage.now, stage.run_id, words, by=scribe.name))
    chosen = [priority for priority in named if priority.chosen_at is not None]
    if len(chosen) >= fewest:
        return
    voters = _in_the_room(stage, session)
    votes: dict[int, list[Person]] = {priority.pk: [] for priority in named}
    for person in voters:
        for priority in stage.chance.of("votes", key(person)).sample(named, k=min(3, len(named))):
            votes[priority.pk].append(person)
    for priority_id, people in votes.items():
        outcomes.vote(session, stage.now, stage.run_id, priority_id, people)
    by_votes = sorted(named, key=lambda priority: (-len(votes[priority.pk]), priority.position))
    count = min(most, max(fewest, 4))
    ids = [priority.pk for priority in by_votes[:count]]
    outcomes.choose(session, stage.now, stage.run_id, ids, by=scribe.name)


def _in_the_room(stage: Stage, session: Session) -> list[Person]:
    """Business leaders who came; the champions where nobody is on record."""
    for audience in ("business-attendees", "champions"):
        found = audiences.resolve(session, stage.partnership_id, audience, About())
        if found:
            return found
    return []


def record_commitments(stage: Stage, session: Session, wanted: int) -> None:
    """Notes what business leaders took on, each with a date in the next two months."""
    known = session.exec(select(Commitment).where(Commitment.partnership_id == stage.partnership_id)).all()
    scribe = people_records.scribe(session, stage.partnership_id)
    people = _in_the_room(stage, session)
    if known or not people:
        return
    count = max(wanted, min(len(FIRST_STEPS), len(people)))
    for number in range(count):
        owner = people[number % len(people)]
        dice = stage.chance.of("commitment", number)
        due = stage.calendar.roll(
            stage.calendar.local_date(stage.now) + timedelta(days=dice.randrange(14, 56)), Roll.LATER
        )
        what = FIRST_STEPS[number % len(FIRST_STEPS)]
        outcomes.commit_to(session, stage.now, stage.run_id, what, owner, due, by=scribe.name)
