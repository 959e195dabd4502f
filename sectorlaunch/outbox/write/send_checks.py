"""Whether a message may leave: one judge, asked when it is written and again right before it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from notifications.rendering import traits
from sectorlaunch.errors import NotYet
from sectorlaunch.outbox.write import contact_preferences, double_asks, still_true
from sectorlaunch.records import assistants, delivery, partnerships, people
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.restraint import GO, Judgment, SendDecision
from sectorlaunch.tables import HeldBecause, Message, MessageState, Person

PUT_ASIDE = timedelta(minutes=15)
"""How long a message waits whose stop rule could not be judged, or whose letter is not signed."""

NOT_NEEDED = Judgment(SendDecision.CANCEL, reason="it was no longer needed when its turn came.")

StillNeeded = Callable[[Session, Message], bool]
"""The stop rule of a message. Raises NotYet where it is needed and must not leave yet."""


@dataclass(frozen=True)
class SendCheck:
    """A message that is about to be written, or to be sent: then with its stop rule, which is asked only then."""

    session: Session
    now: datetime
    message: Message
    person: Person
    still_needed: StillNeeded | None = None

    @property
    def is_sending(self) -> bool:
        return self.still_needed is not None


def may_leave(check: SendCheck) -> Judgment:
    """The first of the checks that keeps the message here, in the order in which they count."""
    return next((found for look in _CHECKS if (found := look(check)) is not GO), GO)


def _goes_on(check: SendCheck) -> Judgment:
    """Whether the partnership it is about has not ended; asked when it is to leave."""
    run_id = check.message.run_id if check.is_sending else None
    if run_id is None or partnerships.partnership_of(check.session, run_id).ended_at is None:
        return GO
    return Judgment(SendDecision.CANCEL, reason="the partnership had ended when its turn came.")


def _is_welcome(check: SendCheck) -> Judgment:
    """Whether its reader may be written to at all, at this address."""
    message, person = check.message, check.person
    if traits(message.kind).goes_to_a_room:
        return GO  # it goes to a room; the person only stands for the partnership
    if person.anonymized_at is not None:
        return _withheld(HeldBecause.REMOVED)
    if people.left_alone_since(check.session, person) is not None:
        return _withheld(HeldBecause.DO_NOT_CONTACT)
    if assistants.is_copy(message):
        return GO if person.assistant_email else _withheld(HeldBecause.ASSISTANT_GONE)
    if people.address_refused_at(check.session, person) is not None and message.channel == "email":
        return _withheld(HeldBecause.ADDRESS_REFUSED)
    return GO


def _is_asked_by_nobody_else(check: SendCheck) -> Judgment:
    """Asked once, when it is written: then it is the convener's to release."""
    if check.is_sending:
        return GO
    reason = double_asks.reason_to_hold(check.session, check.now, check.message, check.person)
    return _withheld(HeldBecause.ASKED_ELSEWHERE, reason) if reason else GO


def _is_needed(check: SendCheck) -> Judgment:
    """Whether it still means something, in time; whether the letter it is, is signed."""
    if check.still_needed is None:
        return GO
    now, message, not_yet = check.now, check.message, ""
    try:
        if not check.still_needed(check.session, message):
            return NOT_NEEDED
    except NotYet as held:
        not_yet = held.message
    if (late := in_time(now, message)) is not GO:
        return late
    if not_yet:
        return Judgment(SendDecision.WAIT, HeldBecause.LETTER_NOT_SIGNED, not_yet, now + PUT_ASIDE)
    return GO


def in_time(now: datetime, message: Message) -> Judgment:
    """Whether it has missed the time in which it means something."""
    if message.missed_after is not None and now > message.missed_after:
        return Judgment(SendDecision.MISS, reason=_missed(message))
    return GO


def _is_wished(check: SendCheck) -> Judgment:
    """What the person wishes: a pause, no digest, and not too many in a week, which is counted when one is sent."""
    session, now, message, person = check.session, check.now, check.message, check.person
    if assistants.is_copy(message):
        return GO
    if (paused := contact_preferences.by_pause(session, now, message, person)) is not GO:
        return paused
    if traits(message.kind).is_digest and not person.wants_digest:
        return _withheld(HeldBecause.NO_DIGEST)
    return contact_preferences.by_week(session, now, message) if check.is_sending else GO


def _is_true(check: SendCheck) -> Judgment:
    """Whether it is still news to its reader, against what they were told last. Asked when it leaves: much may have
    happened since it was written, and all of it been taken back."""
    message = check.message
    if not check.is_sending or message.run_id is None or traits(message.kind).goes_to_a_room:
        return GO
    reason = still_true.why_not(check.session, check.now, message.run_id, message, check.person)
    return Judgment(SendDecision.CANCEL, reason=reason) if reason else GO


_CHECKS = (_goes_on, _is_welcome, _is_asked_by_nobody_else, _is_needed, _is_true, _is_wished)


def _withheld(because: HeldBecause, reason: str = "") -> Judgment:
    return Judgment(SendDecision.WITHHOLD, because, reason)


def _missed(message: Message) -> str:
    """What is said of a message whose turn came too late."""
    tried = f" after {message.attempts} tries" if message.attempts else ""
    until = f"{message.missed_after:%Y-%m-%d %H:%M} UTC"
    return f"it could be sent until {until} and its turn came later{tried}."


def hold_where_asked(session: Session, now: datetime, message: Message, person: Person) -> None:
    """Withholds a message that is being written, or has it wait, where something keeps it."""
    judged = may_leave(SendCheck(session, now, message, person))
    if judged.decision is SendDecision.WITHHOLD:
        message.state = MessageState.WITHHELD
    if judged.not_before is not None:
        message.send_after = judged.not_before
    message.held_because, message.state_reason = judged.because, judged.reason


def next_office_hour(launch: Launch, person: Person | None = None) -> datetime:
    """Now, or the next office hours of whoever reads it once messages leave the machine."""
    if not delivery.leaves_the_machine(launch.session):
        return launch.now
    zone = person.zone or None if person else None
    return launch.calendar.within_office_hours(launch.now, launch.playbook.office_hours, zone)
