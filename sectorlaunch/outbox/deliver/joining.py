"""What waits for one reader goes in one letter where the number of a week is reached: joined, and never lost.

The letter that takes the last place of a week takes in what else is due for the same reader. Each of those stays in the
outbox until that letter has arrived, and is noted as sent with it; where it does not arrive, each goes by itself again.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from notifications import rendering
from notifications.context import MessageContext
from notifications.rendering import traits
from sectorlaunch import letters
from sectorlaunch.outbox.message_states import settle
from sectorlaunch.outbox.write import contact_preferences, message_rows, render_letter, send_checks
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.send_checks import SendCheck, StillNeeded
from sectorlaunch.records import assistants, kind_words, overrides
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.restraint import GO
from sectorlaunch.tables import HeldBecause, Message, MessageState, Person

AT_MOST = 5
"""Messages in one letter."""
ON_THE_WAY = (MessageState.QUEUED, MessageState.LEASED)


def of_joined(session: Session, now: datetime, message: Message) -> MessageState | None:
    """What has become of a message whose words went into another letter; None for one that goes by itself."""
    if message.joined_to_id is None:
        return None
    letter = session.get_one(Message, message.joined_to_id)
    if letter.state is MessageState.SENT:
        settle(session, letter.sent_at or now, message, MessageState.SENT, "")
        return message.state
    if letter.state in ON_THE_WAY:
        message.send_after = max(letter.send_after, letter.lease_until or now, now) + send_checks.PUT_ASIDE
        session.add(message)
        return message.state
    message.joined_to_id, message.held_because, message.state_reason = None, None, ""
    session.add(message)
    return None


def take_in(session: Session, now: datetime, message: Message, still_needed: StillNeeded) -> None:
    """Has a letter that is about to leave say what else is due for its reader, where the week has no more room."""
    if not _may_be_joined(session, message) or message.attempts:
        return
    room = contact_preferences.room_left(session, now, message)
    if room is None or room > 1:
        return
    person = session.get_one(Person, message.reader_id)
    others = [
        one
        for one in _due(session, now, message)
        if _may_be_joined(session, one)
        and send_checks.may_leave(SendCheck(session, now, one, person, still_needed)) is GO
    ][: AT_MOST - 1]
    if not others:
        return
    launch = Launch.of(session, now, message.run_id or 0)
    try:
        together = [_in_words(launch, one, person) for one in (message, *others)]
        words = rendering.render_together(together)
    except letters.UNSETTLED:
        return  # each goes by itself, as it stands
    message_rows.say(message, words)
    for one in others:
        one.joined_to_id, one.held_because = message.pk, HeldBecause.JOINED
        one.state_reason = f"its words are in “{words.subject}”."
        one.send_after = now + send_checks.PUT_ASIDE
        session.add(one)
    session.add(message)


def _due(session: Session, now: datetime, message: Message) -> list[Message]:
    """What is due for the same reader, in the same language and from the same sender."""
    found = select(Message).where(
        Message.run_id == message.run_id,
        Message.person_id == message.person_id,
        Message.id != message.id,
        Message.state == MessageState.QUEUED,
        col(Message.send_after) <= now,
        Message.language == message.language,
        Message.sender_name == message.sender_name,
        Message.to_address == message.to_address,
    )
    in_order = found.order_by(col(Message.send_after), col(Message.id))
    return list(session.exec(in_order.with_for_update(skip_locked=True)))


def _may_be_joined(session: Session, message: Message) -> bool:
    """Whether its words can stand in a letter with others: no entry for a calendar, no ask, and none of the convener's."""
    kind = traits(message.kind)
    if message.channel != "email" or message.calendar_text or assistants.is_copy(message):
        return False
    if (
        kind.is_one_off
        or kind.asks
        or kind.is_joint_letter
        or kind.is_summary
        or message.repeat_of_id is not None
    ):
        return False
    if message.run_id is None or message.person_id is None or _is_elsewhere(session, message):
        return False
    partnership_id = Launch.of(session, message.queued_at, message.run_id).partnership_id
    own = (
        overrides.of(session, message.planned_id).words_for(message.person_id) if message.planned_id else None
    )
    return not (own or kind_words.of(session, partnership_id, message.kind, message.language))


def _is_elsewhere(session: Session, message: Message) -> bool:
    """Whether its words are in another letter that has left, or will."""
    if message.joined_to_id is None:
        return False
    return session.get_one(Message, message.joined_to_id).state in (MessageState.SENT, *ON_THE_WAY)


def _in_words(launch: Launch, message: Message, person: Person) -> tuple[str, MessageContext]:
    letter = render_letter.letter_of(launch, Draft.of_message(message, person), message.unsubscribe_url)
    return message.kind, letter.context
