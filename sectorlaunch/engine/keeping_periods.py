"""Whom nobody need keep any more: announced, then erased on the day that was named, never while something is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from sectorlaunch import events, wording
from sectorlaunch.actions import handover, removal
from sectorlaunch.engine import set_aside
from sectorlaunch.events import EventKind
from sectorlaunch.records import keeping_periods, partnerships, people
from sectorlaunch.records.keeping_periods import Going
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.keeping_periods import announced_for
from sectorlaunch.tables import (
    Invitation,
    InvitationState,
    Meeting,
    Message,
    MessageState,
    Person,
    TeamMember,
    ToDo,
)

BY = "Keeping period"
MOST = 100
"""Erased in one round; the others have their turn in the next."""


@dataclass(frozen=True)
class Day:
    """Who goes on one day. `waiting` says of those with whom something is open what it is, by their number."""

    on: date
    is_announced: bool
    going: tuple[Going, ...]
    waiting: Mapping[int, str]

    @property
    def words(self) -> str:
        """Such as "on March 1, 2027, 12 people who left in 2025 will be erased"."""
        return f"on {wording.day(self.on)}, {_counted(self.going)} will be erased"


def sweep(session: Session, now: datetime, usual: Mapping[str, int]) -> list[str]:
    """One round over all partnerships: takes back what is overtaken, announces, and erases whose day has come.

    `usual` are the installation's periods in days, by the names of the numbers; says in sentences what was done.
    """
    launches = [
        Launch.of(session, now, partnerships.run_of(session, found).pk)
        for found in keeping_periods.concerned(session)
    ]
    said = set_aside.each(
        session, launches, lambda launch: _announce(launch, usual), lambda launch, _: _named(launch)
    )
    due = [
        (launch, one)
        for launch in launches
        for one in keeping_periods.going(launch, usual)
        if one.person.erase_on is not None and one.person.erase_on <= launch.today
    ]
    free = [(launch, one) for launch, one in due if not open_with(launch, one.person)]
    return said + set_aside.each(session, free[:MOST], _erase, _put_aside)


def ahead(launch: Launch, usual: Mapping[str, int]) -> list[Day]:
    """Who will be erased, by day, as it stands now: those announced, and those whose day only follows from the periods."""
    days: dict[tuple[date, bool], list[Going]] = {}
    for one in keeping_periods.going(launch, usual):
        announced = one.person.erase_on
        on = announced or announced_for(one.due_on, launch.today) or one.due_on
        days.setdefault((on, announced is not None), []).append(one)
    return [
        Day(on, is_announced, tuple(going), _waiting(launch, going))
        for (on, is_announced), going in sorted(days.items())
    ]


def open_with(launch: Launch, person: Person) -> str:
    """What keeps somebody on record although their time is over, in words that follow "who"; empty where nothing does."""
    session, person_id = launch.session, person.pk
    conveners = people.with_role(session, launch.partnership_id, people.CONVENING)
    if [convener.id for convener in conveners] == [person_id]:
        return "is the only convener"
    if held := handover.open_in(session, person_id, launch.partnership_id):
        return f"holds {held}"
    if session.exec(select(ToDo.id).where(ToDo.about_id == person_id, col(ToDo.done_at).is_(None))).first():
        return "is to be called or asked"
    waiting = (MessageState.QUEUED, MessageState.LEASED)
    if session.exec(
        select(Message.id).where(Message.person_id == person_id, col(Message.state).in_(waiting))
    ).first():
        return "has a message that waits to leave"
    places = select(Invitation.meeting_id).where(
        Invitation.person_id == person_id, Invitation.state != InvitationState.DECLINED
    )
    teams = select(TeamMember.team_id).where(TeamMember.person_id == person_id)
    ahead_of_them = select(Meeting.id).where(
        or_(col(Meeting.id).in_(places), col(Meeting.team_id).in_(teams)),
        col(Meeting.held_at).is_(None),
        col(Meeting.canceled_at).is_(None),
        col(Meeting.starts_at) > launch.now,
    )
    return "is expected at a meeting to come" if session.exec(ahead_of_them).first() else ""


def _announce(launch: Launch, usual: Mapping[str, int]) -> list[str]:
    session, going = launch.session, keeping_periods.going(launch, usual)
    said = _call_off(launch, {one.person.pk: one.due_on for one in going})
    named: dict[date, list[Going]] = {}
    for one in going:
        on = announced_for(one.due_on, launch.today)
        if one.person.erase_on is None and on is not None:
            one.person.erase_on = on
            session.add(one.person)
            named.setdefault(on, []).append(one)
    for on, those in sorted(named.items()):
        words = Day(on, True, tuple(those), {}).words
        said.append(_note(launch, EventKind.ERASURE_ANNOUNCED, f"{words[:1].upper()}{words[1:]}."))
    return said


def _call_off(launch: Launch, due: Mapping[int, date]) -> list[str]:
    """Those who came back, or are kept longer by now, are not erased on the day that was named."""
    announced = select(Person).where(
        Person.partnership_id == launch.partnership_id,
        col(Person.erase_on).is_not(None),
        col(Person.anonymized_at).is_(None),
    )
    kept = [
        person
        for person in launch.session.exec(announced)
        if person.erase_on is not None and due.get(person.pk, date.max) > person.erase_on
    ]
    for person in kept:
        person.erase_on = None
        launch.session.add(person)
    if not kept:
        return []
    many = "One person" if len(kept) == 1 else f"{len(kept)} people"
    return [_note(launch, EventKind.ERASURE_CALLED_OFF, f"{many} will not be erased as was announced.")]


def _erase(due: tuple[Launch, Going]) -> list[str]:
    launch, one = due
    removal.anonymize(launch.session, launch.now, one.person.pk, by=BY)
    return [f"Erased one person of {launch.partnership.name}"]


def _put_aside(due: tuple[Launch, Going], why: str) -> str:
    launch, one = due
    what = f"Erasing the person with the number {one.person.pk}"
    set_aside.give_task(launch.session, launch.now, launch.run_id, what, why)
    return what


def _note(launch: Launch, kind: EventKind, words: str) -> str:
    events.record(launch.session, launch.now, launch.run_id, BY, kind, words)
    return f"{launch.partnership.name}: {words}"


def _waiting(launch: Launch, going: Iterable[Going]) -> dict[int, str]:
    found = {one.person.pk: open_with(launch, one.person) for one in going}
    return {person_id: why for person_id, why in found.items() if why}


def _counted(going: Iterable[Going]) -> str:
    years = [one.gone_on.year for one in going]
    many = "one person" if len(years) == 1 else f"{len(years)} people"
    spread = str(min(years)) if min(years) == max(years) else f"{min(years)} to {max(years)}"
    return f"{many} who left in {spread}"


def _named(launch: Launch) -> str:
    return f"The keeping periods of {launch.partnership.name}"
