"""What a person wishes of our messages: a pause, another channel, no digest, and not too many at their address."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from notifications.rendering import kinds_with, traits
from notifications.wires.schemas import PHONES, schema_of
from sectorlaunch import calendars
from sectorlaunch.query_cache import cached, prime, recalled
from sectorlaunch.records import assistants, delivery, partnerships, playbook_editions
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import restraint
from sectorlaunch.rules.restraint import Judgment
from sectorlaunch.tables import Channel, Message, MessageState, Person


def by_pause(session: Session, now: datetime, message: Message, person: Person) -> Judgment:
    """Whether the pause the person has asked for keeps the message."""
    if traits(message.kind).must_be_known:
        return restraint.GO
    return restraint.by_pause(now, pause_ends(session, message, person), message.missed_after)


def by_week(session: Session, now: datetime, message: Message) -> Judgment:
    """Whether what the person got this week keeps the message.

    The week is only counted once messages leave the machine: the local mailbox disturbs nobody. Two senders may each
    let one through at the same moment; the bound is a courtesy, not a promise to the letter.
    """
    if (
        message.run_id is None
        or message.person_id is None
        or traits(message.kind).is_one_off
        or not delivery.leaves_the_machine(session)
    ):
        return restraint.GO
    sent = _sent_within_a_week(session, now, message.person_id)
    if not sent:
        return restraint.GO
    launch = Launch.of(session, now, message.run_id)
    judged = restraint.by_week(
        now, sent, launch.number("messages_a_week", restraint.A_WEEK), message.missed_after
    )
    if judged.not_before is None:
        return judged
    # A week later to the hour may be before anybody is at work, when the clocks have changed in between.
    zone = session.get_one(Person, message.person_id).zone or None
    hour = launch.calendar.within_office_hours(judged.not_before, launch.playbook.office_hours, zone)
    return replace(judged, not_before=hour)


def way_to(session: Session, person: Person, kind: str, has_calendar: bool) -> tuple[str, str]:
    """Channel and address for a message: their phone where they wish it, have one, and a channel for it is live.

    What carries a calendar entry or is exempt from every bound stays a letter.
    """
    assert person.email is not None
    wished = person.channel_preference == "sms" and person.phone and not has_calendar
    if wished and not traits(kind).is_one_off and texts_can_leave(session):
        return "sms", person.phone
    return "email", person.email


def texts_can_leave(session: Session) -> bool:
    """Whether a channel with the tag sms is live that leads to phones."""
    live = select(Channel).where(Channel.tag == "sms", col(Channel.live_since).is_not(None))
    channel = session.exec(live).first()
    return channel is not None and schema_of(channel.url) in PHONES


def pause_ends(session: Session, message: Message, person: Person) -> datetime | None:
    """The first office hour of the day the pause ends, where they are."""
    if person.paused_until is None:
        return None
    if message.run_id is None:
        zone = ZoneInfo(person.zone or "UTC")
        return datetime.combine(person.paused_until, time(), zone)
    partnership = partnerships.partnership_of(session, message.run_id)
    hours = playbook_editions.of_run(session, message.run_id).office_hours
    midnight = datetime.combine(person.paused_until, time(), ZoneInfo(person.zone or partnership.zone))
    return calendars.of(partnership).within_office_hours(midnight, hours, person.zone or None)


def room_left(session: Session, now: datetime, message: Message) -> int | None:
    """How many messages that count the week of its reader has room for; None where nothing is counted."""
    if (
        message.run_id is None
        or message.person_id is None
        or traits(message.kind).is_one_off
        or not delivery.leaves_the_machine(session)
    ):
        return None
    a_week = Launch.of(session, now, message.run_id).number("messages_a_week", restraint.A_WEEK)
    if a_week < 1:
        return None
    return max(0, a_week - len(_sent_within_a_week(session, now, message.person_id)))


def look_ahead(session: Session, now: datetime, person_ids: Collection[int]) -> None:
    """Reads at once what the week of each of these people has brought, before `by_week` is asked about many."""
    if not delivery.leaves_the_machine(session):
        return
    weeks: dict[int, list[datetime]] = {person_id: [] for person_id in person_ids}
    for person_id, moment in _sent_since(session, now - restraint.WEEK, person_ids):
        weeks[person_id].append(moment)
    for person_id, moments in weeks.items():
        prime(session, (), _week_of(person_id, now), moments)


def note_sent(session: Session, now: datetime, message: Message) -> None:
    """Adds a message to the week of its person, where that has been read in this unit of work."""
    if message.person_id is None:
        return
    week: list[datetime] | None = recalled(session, (), _week_of(message.person_id, now))
    if week is not None and not traits(message.kind).is_one_off and not assistants.is_copy(message):
        prime(session, (), _week_of(message.person_id, now), [*week, now])


def _sent_within_a_week(session: Session, now: datetime, person_id: int) -> list[datetime]:
    def read() -> list[datetime]:
        return [moment for _, moment in _sent_since(session, now - restraint.WEEK, [person_id])]

    return cached(session, (), _week_of(person_id, now), read)


def _week_of(person_id: int, now: datetime) -> tuple[str, int, datetime]:
    return "the week of", person_id, now


def _sent_since(
    session: Session, moment: datetime, person_ids: Collection[int]
) -> Iterator[tuple[int, datetime]]:
    """Who was sent something that counts, and when: at their address, from whatever partnership it came."""
    theirs = _at_the_same_address(session, person_ids)
    sent = select(Message.person_id, Message.sent_at).where(
        col(Message.person_id).in_(theirs),
        Message.state == MessageState.SENT,
        col(Message.sent_at) > moment,
        col(Message.kind).not_in(kinds_with("is_one_off")),
        col(Message.copy_of_id).is_(None),
        col(Message.joined_to_id).is_(None),
    )
    for reader, at in session.exec(sent):
        if reader is not None and at is not None:
            for person_id in theirs[reader]:
                yield person_id, at


def _at_the_same_address(session: Session, person_ids: Collection[int]) -> dict[int, list[int]]:
    """By person, on any list, the ones asked about who read what goes to them."""
    asked, there = aliased(Person), aliased(Person)
    pairs = (
        select(there.id, asked.id)
        .join(there, col(there.email) == col(asked.email))
        .where(col(asked.id).in_(person_ids))
    )
    readers: dict[int, list[int]] = {person_id: [person_id] for person_id in person_ids}
    for reader, person_id in session.exec(pairs):
        if reader is not None and person_id is not None and reader != person_id:
            readers.setdefault(reader, []).append(person_id)
    return readers
