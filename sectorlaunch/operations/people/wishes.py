"""What a person wishes of our messages, over all partnerships: a pause, another channel, no digest, and not too many."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from notifications.wires.schemas import PHONES, schema_of
from sectorlaunch import calendars, playbook_shelf
from sectorlaunch.errors import BadInput
from sectorlaunch.operations import events
from sectorlaunch.operations.messages import delivery
from sectorlaunch.operations.people import delegates, people_of
from sectorlaunch.operations.people.removal import runs_of
from sectorlaunch.outbox.message_envelope import ONE_OFF
from sectorlaunch.remembering import recalled, remember, remembered
from sectorlaunch.rules import restraint
from sectorlaunch.rules.restraint import Verdict
from sectorlaunch.tables import Channel, Message, MessageState, Person

MUST_BE_KNOWN = frozenset({"sign-in", "test-send", "meeting-moved", "meeting-cancelled", "team-post"})
"""Kinds that a pause does not hold up: somebody asked for them, or would travel in vain without them."""
DIGESTS = frozenset({"weekly-digest", "champion-digest"})
CHANNELS = ("email", "sms")


@dataclass(frozen=True)
class Wishes:
    """What somebody chose. None leaves as it is what was chosen before."""

    paused_until: date | None = None
    end_pause: bool = False
    channel: str | None = None
    wants_digest: bool | None = None


def prefer(session: Session, now: datetime, person_id: int, wishes: Wishes, *, by: str = "") -> list[str]:
    """Notes wishes, and says in sentences what has changed. They hold for every partnership.

    Raises BadInput for a pause that ends today or earlier, an unknown channel, or text messages without a number.
    """
    person = session.get_one(Person, person_id)
    said = [*_pause(now, person, wishes), *_channel(person, wishes), *_digest(person, wishes)]
    session.add(person)
    if wishes.end_pause and said:
        _let_go(session, now, person_id)
    for run_id in (runs_of(session, person_id) or [None]) if said else []:
        words = f"{person.name}: {' '.join(said)}"
        events.record(session, now, run_id, by or person.name, "wishes changed", words, person_id=person_id)
    return said


def hold_back(session: Session, now: datetime, message: Message, person: Person) -> Verdict:
    """Whether the message may leave now, as far as the person's wishes and their week go.

    The week is only counted once messages leave the machine: the local mailbox disturbs nobody. Two senders may each
    let one through at the same moment; the bound is a courtesy, not a promise to the letter.
    """
    if delegates.is_copy(message):
        return restraint.GO
    if message.kind not in MUST_BE_KNOWN:
        verdict = restraint.by_pause(now, _pause_ends(session, message, person), message.missed_after)
        if verdict != restraint.GO:
            return verdict
    if message.kind in DIGESTS and not person.wants_digest:
        return Verdict(restraint.Fate.WITHHOLD, "has asked for no digest.")
    if message.run_id is None or message.kind in ONE_OFF or not delivery.leaves_the_machine(session):
        return restraint.GO
    sent = _sent_within_a_week(session, now, message.person_id)
    if not sent:
        return restraint.GO
    return restraint.by_week(now, sent, _a_week(session, message.run_id), message.missed_after)


def way_to(session: Session, person: Person, kind: str, has_calendar: bool) -> tuple[str, str]:
    """Channel and address for a message: their phone where they wish it, have one, and a channel for it is live.

    What carries a calendar entry or is exempt from every bound stays a letter.
    """
    assert person.email is not None
    wished = person.channel_preference == "sms" and person.phone and not has_calendar
    if wished and kind not in ONE_OFF and texts_can_leave(session):
        return "sms", person.phone
    return "email", person.email


def texts_can_leave(session: Session) -> bool:
    """Whether a channel with the tag sms is live that leads to phones."""
    live = select(Channel).where(Channel.tag == "sms", col(Channel.live_since).is_not(None))
    channel = session.exec(live).first()
    return channel is not None and schema_of(channel.url) in PHONES


def _pause(now: datetime, person: Person, wishes: Wishes) -> list[str]:
    if wishes.end_pause:
        had, person.paused_until = person.paused_until, None
        return ["The pause is over."] if had else []
    if wishes.paused_until is None or wishes.paused_until == person.paused_until:
        return []
    if wishes.paused_until <= now.date():
        raise BadInput("A pause ends on a day to come; choose a later one.")
    person.paused_until = wishes.paused_until
    return [f"No messages until {wishes.paused_until.isoformat()}."]


def _channel(person: Person, wishes: Wishes) -> list[str]:
    if wishes.channel is None or wishes.channel == person.channel_preference:
        return []
    if wishes.channel not in CHANNELS:
        raise BadInput(f"Messages go by {' or '.join(CHANNELS)}, not by “{wishes.channel[:40]}”.")
    if wishes.channel == "sms" and not person.phone:
        raise BadInput("There is no phone number on record for text messages.")
    person.channel_preference = wishes.channel
    return [
        "Messages go by text message where they can." if wishes.channel == "sms" else "Messages go by mail."
    ]


def _digest(person: Person, wishes: Wishes) -> list[str]:
    if wishes.wants_digest is None or wishes.wants_digest == person.wants_digest:
        return []
    person.wants_digest = wishes.wants_digest
    return ["The digest comes again." if wishes.wants_digest else "No digest."]


def _let_go(session: Session, now: datetime, person_id: int) -> None:
    """What waited for the end of the pause waits no longer; its other conditions are asked when it leaves."""
    waiting = select(Message).where(
        Message.person_id == person_id,
        Message.state == MessageState.QUEUED,
        col(Message.state_reason).startswith("has asked for a pause"),
    )
    for message in session.exec(waiting).all():
        message.send_after, message.state_reason = now, ""
        session.add(message)


def _pause_ends(session: Session, message: Message, person: Person) -> datetime | None:
    """The first office hour of the day the pause ends, where they are."""
    if person.paused_until is None:
        return None
    if message.run_id is None:
        zone = ZoneInfo(person.zone or "UTC")
        return datetime.combine(person.paused_until, time(), zone)
    partnership = people_of.partnership_of(session, message.run_id)
    hours = playbook_shelf.of_run(session, message.run_id).office_hours
    midnight = datetime.combine(person.paused_until, time(), ZoneInfo(person.zone or partnership.zone))
    return calendars.of(partnership).within_office_hours(midnight, hours, person.zone or None)


def look_ahead(session: Session, now: datetime, person_ids: Collection[int]) -> None:
    """Reads at once what the week of each of these people has brought, before `hold_back` is asked about many."""
    if not delivery.leaves_the_machine(session):
        return
    weeks: dict[int, list[datetime]] = {person_id: [] for person_id in person_ids}
    for person_id, moment in _sent_since(session, now - restraint.WEEK, person_ids):
        weeks[person_id].append(moment)
    for person_id, moments in weeks.items():
        remember(session, (), _week_of(person_id, now), moments)


def note_sent(session: Session, now: datetime, message: Message) -> None:
    """Adds a message to the week of its person, where that has been read in this unit of work."""
    week: list[datetime] | None = recalled(session, (), _week_of(message.person_id, now))
    if week is not None and message.kind not in ONE_OFF and not delegates.is_copy(message):
        week.append(now)


def _sent_within_a_week(session: Session, now: datetime, person_id: int) -> list[datetime]:
    def read() -> list[datetime]:
        return [moment for _, moment in _sent_since(session, now - restraint.WEEK, [person_id])]

    return remembered(session, (), _week_of(person_id, now), read)


def _week_of(person_id: int, now: datetime) -> tuple[str, int, datetime]:
    return "the week of", person_id, now


def _sent_since(
    session: Session, moment: datetime, person_ids: Collection[int]
) -> Iterator[tuple[int, datetime]]:
    """Who was sent something that counts, and when."""
    sent = select(Message.person_id, Message.sent_at).where(
        col(Message.person_id).in_(person_ids),
        Message.state == MessageState.SENT,
        col(Message.sent_at) > moment,
        col(Message.kind).not_in(ONE_OFF),
        col(Message.purpose).not_like(f"%{delegates.COPY}"),
    )
    for person_id, at in session.exec(sent):
        if at is not None:
            yield person_id, at


def _a_week(session: Session, run_id: int) -> int:
    """The partnership's number, else its playbook's, else the usual one."""
    own = people_of.partnership_of(session, run_id).numbers.get("messages_a_week")
    if own is not None:
        return own
    return playbook_shelf.of_run(session, run_id).numbers.get("messages_a_week", restraint.A_WEEK)
