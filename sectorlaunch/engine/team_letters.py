"""What follows from what action teams do: minutes, offers and their answers, thanks, and the end of calls that are not
needed any more."""

from playbooks.model import Stop
from sectorlaunch.actions import tasks as task_actions
from sectorlaunch.engine import announcements, calls_to_make
from sectorlaunch.events import Happening
from sectorlaunch.outbox.write import enqueue, tasks
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import invitations, people, stop_rules, teams
from sectorlaunch.records import tasks as task_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    AboutKind,
    ActionTeam,
    Commitment,
    InvitationState,
    Meeting,
    MeetingKind,
    Offer,
    Person,
    ToDoKind,
    ToDoOutcome,
)

MINUTES = "call-minutes"
OFFERED = "offer-made"
ANSWERED = "offer-answered"
CHANGED = "team-changed"
GOODBYE = "team-goodbye"
_ENDED_BY_A_CALL = (Stop.FIRST_CALL_SET, Stop.NEXT_CALL_SET, Stop.NEXT_MEETING_SET)


def send_minutes(launch: Launch, closed: Happening) -> None:
    """What came of a call, in one letter to everybody on the team and to whoever else was there."""
    call = launch.session.get_one(Meeting, closed.data["meeting_id"])
    about = About(AboutKind.MEETING, call.pk)
    for person in _concerned(launch, call):
        enqueue.write(
            launch,
            Draft(
                MINUTES,
                person,
                purpose=MINUTES,
                about=about,
                reason=f"What came of {call.title}"[:200],
                thread=about,
            ),
        )


def _concerned(launch: Launch, call: Meeting) -> list[Person]:
    team = launch.session.get_one(ActionTeam, call.team_id)
    there = [
        person
        for place, person in invitations.invited(launch.session, call.pk)
        if place.state is InvitationState.ATTENDED
    ]
    return list({one.pk: one for one in (*teams.members(launch.session, team), *there)}.values())


def says(launch: Launch, commitment: Commitment) -> bool:
    """Whether the letter about a call says a promise back to its owner, so that no other need."""
    call = launch.session.get(Meeting, commitment.meeting_id) if commitment.meeting_id is not None else None
    if call is None or call.kind is not MeetingKind.TEAM_CALL:
        return False
    return commitment.owner_id in {person.pk for person in _concerned(launch, call)}


def tell_of_offer(launch: Launch, made: Happening) -> None:
    """An offer, to the lead of the team, or to the convener where nobody leads it."""
    offer = launch.session.get_one(Offer, made.data["offer_id"])
    team = launch.session.get_one(ActionTeam, offer.team_id)
    reader = launch.session.get_one(Person, team.lead_id) if team.lead_id is not None else launch.convener
    about = About(AboutKind.OFFER, offer.pk)
    reason = f"An offer to “{team.name}”"[:200]
    enqueue.write(launch, Draft(OFFERED, reader, purpose=OFFERED, about=about, reason=reason))


def answer_offer(launch: Launch, answered: Happening) -> None:
    """What became of an offer, to whoever made it."""
    offer = launch.session.get_one(Offer, answered.data["offer_id"])
    person = launch.session.get_one(Person, offer.person_id)
    about = About(AboutKind.OFFER, offer.pk)
    reason = "What they offered has its answer"
    enqueue.write(launch, Draft(ANSWERED, person, purpose=ANSWERED, about=about, reason=reason))


def tell_of_change(launch: Launch, changed: Happening) -> None:
    """That a team rests, is part of another or has ended, with thanks, to everybody on it."""
    team = launch.session.get_one(ActionTeam, changed.data["team_id"])
    about = About(AboutKind.TEAM, team.pk)
    for person in teams.members(launch.session, team):
        enqueue.write(
            launch,
            Draft(
                CHANGED,
                person,
                purpose=CHANGED,
                about=about,
                occurrence=f"{about}#{launch.now:%Y-%m-%d}",
                reason=f"“{team.name}” {team.state.value}"[:200],
                thread=about,
            ),
        )


def say_goodbye(launch: Launch, left: Happening) -> None:
    """Confirms to whoever left a team that they are off it, and takes out each of its calls that is in their calendar.

    Of a call they had not heard of yet, they hear nothing.
    """
    session, person = launch.session, launch.session.get_one(Person, left.data["person_id"])
    in_hand = announcements.take_back_from(launch, person, left.data["calls"])
    team = About(AboutKind.TEAM, left.data["team_id"])
    to_id = left.data["to_id"]
    for about in [About(AboutKind.MEETING, number) for number in in_hand] or [team]:
        enqueue.write(
            launch,
            Draft(
                GOODBYE,
                person,
                purpose=GOODBYE,
                about=about,
                occurrence=f"{about}#{launch.now.isoformat()}",
                reason="They have left an action team",
                explanation=session.get_one(Person, to_id).name if to_id is not None else "",
                thread=about,
            ),
        )


def look_for_business(launch: Launch, left: Happening) -> None:
    """A task for the convener where the last business member has left a team (S2 slide 12)."""
    team = launch.session.get_one(ActionTeam, left.data["team_id"])
    members = teams.members(launch.session, team)
    sectors = people.sectors(launch.session, members)
    if any(people.is_business(sectors, person) for person in members):
        return
    task = Task(
        ToDoKind.OTHER,
        purpose="team-without-business",
        occurrence=f"team:{team.pk}#{launch.now:%Y-%m-%d}",
        owner=launch.convener,
        about=None,
        title=f"Nobody from business is on the team “{team.name}” anymore"[:200],
        script="Ask a business leader to join and lead it, or let the team rest or end on its page.",
        matter=About(AboutKind.TEAM, team.pk),
    )
    tasks.create(launch, task)


def end_calls(launch: Launch, _planned: Happening) -> None:
    """Nobody need be phoned any more about a call, or see to a partnership meeting, that now has its day."""
    for todo in task_records.open_for(launch.session, launch.run_id):
        stop = calls_to_make.stop_of(launch.session, todo)
        if todo.kind is not ToDoKind.PHONE or stop not in _ENDED_BY_A_CALL or todo.about_id is None:
            continue
        about = About.of_task(todo)
        if stop_rules.is_stopped(launch.session, launch.run_id, stop, todo.about_id, about, None):
            kind = ToDoOutcome.ANSWERED_MEANWHILE
            task_actions.finish(
                launch.session, launch.now, todo.pk, "the call has its day", "Sector Launch", kind
            )
