"""When a team can talk: the days that are meant for its next call, what stands in its members' way, three times."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from sectorlaunch.records import dates, teams
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import call_slots
from sectorlaunch.rules.talk_times import Span
from sectorlaunch.tables import ActionTeam, Invitation, InvitationState, Meeting

USUAL_MINUTES = 60
NEXT_FROM, NEXT_UNTIL = 14, 42
"""Days from today in which a call after the first is best held: teams that meet every three to six weeks go on."""
SOON_FROM, SOON_UNTIL = 3, 17
"""Days from today for a first call whose weeks have gone by."""


def days(launch: Launch, team: ActionTeam) -> tuple[date, date]:
    """From which day to which the next call of a team is best held."""
    if not teams.calls_of(launch.session, team):
        first = first_call_days(launch)
        begins, ends = first or _from_today(launch, SOON_FROM, SOON_UNTIL)
        # Its members are to hear of it in time: nobody is called together for tomorrow.
        return max(begins, min(launch.today + timedelta(days=SOON_FROM), ends)), ends
    return _from_today(launch, NEXT_FROM, NEXT_UNTIL)


def first_call_window(launch: Launch) -> tuple[date, date] | None:
    """From which day to which the first calls are to be: 14 to 28 days after the launch, unless the playbook has other
    numbers (S2 slide 13). None while the launch has no day."""
    launch_on = dates.launch_date(launch.session, launch.partnership)
    if launch_on is None:
        return None
    first, last = launch.number("first_call_from_days", 14), launch.number("first_call_until_days", 28)
    return launch_on + timedelta(days=first), launch_on + timedelta(days=last)


def first_call_days(launch: Launch) -> tuple[date, date] | None:
    """What is left of them from tomorrow on; None where that is not two days."""
    window, tomorrow = first_call_window(launch), launch.today + timedelta(days=1)
    if window is None or window[1] <= tomorrow:
        return None
    return max(window[0], tomorrow), window[1]


def _from_today(launch: Launch, first: int, last: int) -> tuple[date, date]:
    return launch.today + timedelta(days=first), launch.today + timedelta(days=last)


def times(launch: Launch, team: ActionTeam) -> list[datetime]:
    """Three times at which it could talk; fewer where its days leave no more."""
    return call_slots.offered(launch.calendar, *days(launch, team), busy(launch, team), USUAL_MINUTES)


def busy(launch: Launch, team: ActionTeam) -> Sequence[Span]:
    """When somebody on the team is expected at another meeting here."""
    members = [person.pk for person in teams.members(launch.session, team)]
    places = select(Invitation.meeting_id).where(
        col(Invitation.person_id).in_(members), Invitation.state != InvitationState.DECLINED
    )
    found = launch.session.exec(
        select(Meeting).where(
            col(Meeting.id).in_(places),
            col(Meeting.canceled_at).is_(None),
            col(Meeting.starts_at) > launch.now,
        )
    )
    return [
        (one.starts_at, one.starts_at + timedelta(minutes=one.minutes))
        for one in found
        if one.starts_at is not None
    ]


def to_close(launch: Launch, team: ActionTeam) -> Meeting | None:
    """The last call that has begun, while nothing of it has been sent around."""
    begun = [
        one for one in teams.calls_of(launch.session, team) if one.starts_at and one.starts_at <= launch.now
    ]
    return begun[-1] if begun and begun[-1].closed_at is None else None


def ahead(launch: Launch, team: ActionTeam) -> Meeting | None:
    """Its next call."""
    return next(
        (one for one in teams.calls_of(launch.session, team) if one.starts_at and one.starts_at > launch.now),
        None,
    )
