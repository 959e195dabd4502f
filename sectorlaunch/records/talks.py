"""Talks of two: who takes calls when, what is free of that, and which talks stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, or_, select

from sectorlaunch.records import champions
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import talk_times
from sectorlaunch.rules.talk_times import Hours, Span
from sectorlaunch.tables import (
    Champion,
    ChampionStage,
    Invitation,
    InvitationState,
    Meeting,
    MeetingKind,
    Person,
    TalkHours,
)


@dataclass(frozen=True)
class Talk:
    """A talk that stands, as one of the two sees it."""

    meeting: Meeting
    other: Person


def hours_of(session: Session, person_id: int) -> TalkHours | None:
    return session.exec(select(TalkHours).where(TalkHours.person_id == person_id)).first()


def as_rule(row: TalkHours) -> Hours:
    return Hours(
        frozenset(row.weekdays), time.fromisoformat(row.opens), time.fromisoformat(row.closes), row.minutes
    )


def owner_of(launch: Launch, champion_id: int) -> Person | None:
    """Who asks a champion; the convener where nobody else does. None for somebody who is not on the pipeline."""
    found = champions.champion_of(launch.session, launch.partnership_id, champion_id)
    if found is None:
        return None
    return launch.session.get_one(Person, found.owner_id) if found.owner_id is not None else launch.convener


def offered(launch: Launch, champion_id: int, apart_from: int | None = None) -> list[datetime]:
    """The times a champion may pick from; none where whoever asks them offers none, or is themselves.

    `apart_from` is a talk that would move: its own time is no hindrance.
    """
    owner = owner_of(launch, champion_id)
    row = hours_of(launch.session, owner.pk) if owner is not None and owner.pk != champion_id else None
    if owner is None or row is None:
        return []
    taken = busy(launch.session, launch.now, [owner.pk, champion_id], apart_from)
    return talk_times.free(as_rule(row), launch.calendar, zone_of(launch, owner), launch.now, taken)


def may_be_had(launch: Launch, champion_id: int, at: datetime, apart_from: int | None = None) -> bool:
    """Whether a time that was offered is still free."""
    owner = owner_of(launch, champion_id)
    row = hours_of(launch.session, owner.pk) if owner is not None and owner.pk != champion_id else None
    if owner is None or row is None:
        return False
    taken = busy(launch.session, launch.now, [owner.pk, champion_id], apart_from)
    zone = zone_of(launch, owner)
    return talk_times.is_free(as_rule(row), launch.calendar, zone, launch.now, taken, at)


def zone_of(launch: Launch, person: Person) -> ZoneInfo:
    return ZoneInfo(person.zone or launch.partnership.zone)


def busy(session: Session, now: datetime, people: Iterable[int], apart_from: int | None = None) -> list[Span]:
    """When any of these people has a meeting on record, here or where they are known by the same account, or is busy by
    the calendar they had read."""
    wanted = _entries(session, people)
    return [*_on_record(session, now, wanted, apart_from), *_by_their_calendars(session, wanted)]


def _entries(session: Session, people: Iterable[int]) -> set[int]:
    """These people and whoever else they are in other partnerships."""
    own = set(people)
    accounts = select(Person.account_id).where(col(Person.id).in_(own), col(Person.account_id).is_not(None))
    return own | set(session.exec(select(Person.id).where(col(Person.account_id).in_(accounts))))  # type: ignore[arg-type]


def _on_record(session: Session, now: datetime, people: set[int], apart_from: int | None) -> list[Span]:
    invited = select(Invitation.meeting_id).where(
        col(Invitation.person_id).in_(people), Invitation.state != InvitationState.DECLINED
    )
    parts = (Meeting.host_id, Meeting.facilitator_id, Meeting.chair_id)
    found = session.exec(
        select(Meeting).where(
            or_(col(Meeting.id).in_(invited), *(col(part).in_(people) for part in parts)),
            col(Meeting.canceled_at).is_(None),
            col(Meeting.starts_at) > now - timedelta(days=1),
        )
    )
    return [
        (one.starts_at, one.starts_at + timedelta(minutes=one.minutes))
        for one in found
        if one.starts_at is not None and one.id != apart_from
    ]


def _by_their_calendars(session: Session, people: set[int]) -> list[Span]:
    rows = session.exec(select(TalkHours).where(col(TalkHours.person_id).in_(people)))
    return [
        (datetime.fromisoformat(begins).astimezone(UTC), datetime.fromisoformat(ends).astimezone(UTC))
        for row in rows
        for begins, ends in row.busy
    ]


def sharing(session: Session, people: Iterable[int]) -> int:
    """How many of these people have their own calendar read for when they are busy."""
    read = select(TalkHours.id).where(
        col(TalkHours.person_id).in_(_entries(session, people)), col(TalkHours.busy_read_at).is_not(None)
    )
    return len(session.exec(read).all())


def of_person(launch: Launch, person_id: int) -> list[Talk]:
    """The talks ahead of somebody, the next first."""
    rows = launch.session.exec(
        select(Meeting)
        .join(Invitation, col(Invitation.meeting_id) == col(Meeting.id))
        .where(
            Meeting.partnership_id == launch.partnership_id,
            Meeting.kind == MeetingKind.TALK,
            Invitation.person_id == person_id,
            col(Meeting.canceled_at).is_(None),
            col(Meeting.held_at).is_(None),
            col(Meeting.starts_at) > launch.now,
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    )
    return [
        Talk(meeting, other)
        for meeting in rows
        if (other := other_of(launch.session, meeting, person_id)) is not None
    ]


def of_two(launch: Launch, champion_id: int) -> Talk | None:
    """The talk ahead of a champion with whoever asks them."""
    owner = owner_of(launch, champion_id)
    return next(
        (one for one in of_person(launch, champion_id) if owner is not None and one.other.pk == owner.pk),
        None,
    )


def other_of(session: Session, meeting: Meeting, person_id: int) -> Person | None:
    """The other one of the two."""
    others = select(Person).join(Invitation, col(Invitation.person_id) == col(Person.id))
    return session.exec(
        others.where(Invitation.meeting_id == meeting.id, Invitation.person_id != person_id)
    ).first()


def asks_champions(launch: Launch, person_id: int) -> bool:
    """Whether somebody is who a champion talks to before they answer."""
    own = select(Champion.id).where(
        Champion.partnership_id == launch.partnership_id,
        Champion.stage != ChampionStage.DECLINED,
        or_(
            Champion.owner_id == person_id,
            col(Champion.owner_id).is_(None) & (person_id == launch.convener.pk),
        ),
    )
    return launch.session.exec(own.limit(1)).first() is not None
