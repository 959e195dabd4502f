"""What a convener does to a single message of the plan, or of the outbox: leave it out, word it, send it now."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from notifications.own_words import OwnWords
from playbooks.model import Touch
from sectorlaunch import events, letters
from sectorlaunch.engine import carry_out, held
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.outbox import message_states
from sectorlaunch.outbox.write import message_rows, render_letter
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import (
    kind_words,
    overrides,
    partnerships,
    playbook_editions,
    release_status,
    releases,
)
from sectorlaunch.records import people as people_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    ChangeAction,
    Message,
    MessageState,
    Person,
    PlannedTouch,
    TouchChange,
    TouchState,
)


def note(
    session: Session,
    now: datetime,
    planned_id: int,
    person_id: int | None,
    action: ChangeAction,
    by: str,
    own: OwnWords = OwnWords(),
) -> None:
    """Keeps a decision; its event is recorded by whoever decides."""
    session.add(
        TouchChange(
            planned_id=planned_id,
            person_id=person_id,
            action=action,
            subject=own.subject,
            text=own.text,
            by=by,
            at=now,
        )
    )
    session.flush()


def planned_touch(session: Session, run_id: int, planned_id: int) -> PlannedTouch:
    """A planned touch of a run. Raises NotFound for another run's."""
    planned = session.get(PlannedTouch, planned_id)
    if planned is None or planned.run_id != run_id:
        raise NotFound(f"There is no coming message {planned_id} in this partnership.")
    return planned


def skip(session: Session, now: datetime, planned_id: int, person_id: int | None, by: str) -> None:
    """Leaves a person, or everyone, out of a touch that has not been carried out. Raises NotAllowed afterward."""
    planned, touch = _open(session, planned_id)
    note(session, now, planned_id, person_id, ChangeAction.SKIP, by)
    _say(session, now, planned, by, f"{touch.title} will not go to {_whom(session, person_id)}.")


def restore(session: Session, now: datetime, planned_id: int, person_id: int | None, by: str) -> None:
    """Takes a skip back: the person, or everyone, gets the message as planned."""
    planned, touch = _open(session, planned_id)
    decisions = overrides.of(session, planned_id)
    if person_id is not None and decisions.skip_of(overrides.EVERYONE):
        raise NotAllowed("It was skipped for everyone; take that back first.")
    note(session, now, planned_id, person_id, ChangeAction.RESTORE, by)
    _say(session, now, planned, by, f"{touch.title} goes to {_whom(session, person_id)} after all.")


def only(session: Session, now: datetime, planned_id: int, chosen: Collection[int], by: str) -> int:
    """Picks by hand who gets a touch: everyone else it would reach now is left out. Says how many those are.

    Raises BadInput when somebody chosen would not get it anyway, NotFound for somebody of another list.
    """
    planned, touch = _open(session, planned_id)
    partnership_id = _partnership_id(session, planned)
    people = carry_out.wanted(session, partnership_id, planned, touch)
    reached = {person.id for person in people}
    for person_id in chosen:
        if person_id not in reached:
            name = people_records.of_partnership(session, partnership_id, person_id).name
            raise BadInput(f"{touch.title} does not go to {name}; pick among those it reaches.")
    decisions = overrides.of(session, planned_id)
    if overrides.EVERYONE in decisions.skipped:
        restore(session, now, planned_id, overrides.EVERYONE, by)
    left_out = 0
    for person in people:
        if person.id not in chosen:
            left_out += 1
            if person.id not in decisions.skipped:
                skip(session, now, planned_id, person.id, by)
        elif person.id in decisions.skipped:
            restore(session, now, planned_id, person.id, by)
    return left_out


def reword(
    session: Session, now: datetime, planned_id: int, person_id: int | None, own: OwnWords, by: str
) -> None:
    """Other words for a touch that has not been carried out, for a person or for everyone; empty ones give ours back.

    Raises BadInput, with the nearest right name, for a field its kind does not have.
    """
    planned, touch = _open(session, planned_id)
    kind_words.check_kind(touch.kind)
    kind_words.check(touch.kind, own)
    note(session, now, planned_id, person_id, ChangeAction.WORDS, by, own)
    said = "has words of its own" if own else "has its usual words again"
    _say(session, now, planned, by, f"{touch.title} to {_whom(session, person_id)} {said}.")


def send_now(
    session: Session,
    now: datetime,
    planned_id: int,
    person_id: int | None,
    by: str,
    *,
    now_anyway: bool = False,
) -> int:
    """Sends a touch to a person, or to everyone it reaches, before its date; says to how many.

    The touch keeps its date for whoever joins until then, and nobody gets it twice. Office hours still hold unless
    `now_anyway`. Raises NotAllowed for somebody who has it, is left out, or is not reached by it, and for calls.
    """
    planned, touch = _open(session, planned_id)
    if touch.task_for is not None:
        raise NotAllowed("This is a call to make, not a message to send.")
    decisions = overrides.of(session, planned_id)
    if decisions.skip_of(person_id) is not None:
        raise NotAllowed("It was skipped; take that back first.")
    people = [
        person
        for person in carry_out.wanted(session, _partnership_id(session, planned), planned, touch)
        if person_id in (None, person.id) and not decisions.skip_of(person.id)
    ]
    if person_id is not None:
        _may_get(session, people, person_id, touch)
    run_id = planned.run_id
    if people and not (
        people := [person for person in people if releases.may_leave(session, run_id, touch, person)]
    ):
        launch = Launch.of(session, now, run_id)
        raise NotAllowed(release_status.words_of_waiting(launch, releases.find(launch.playbook, touch.key)))
    written = carry_out.write_to(session, now, planned, touch, people, urgent=now_anyway)
    if not written:
        raise NotAllowed("Nobody gets it now: those it goes to have it already, or have no address.")
    note(session, now, planned_id, person_id, ChangeAction.NOW, by)
    _say(session, now, planned, by, f"{touch.title} goes to {_whom(session, person_id)} before its date.")
    return written


def _may_get(session: Session, people: list[Person], person_id: int, touch: Touch) -> None:
    person = session.get_one(Person, person_id)
    if not people:
        raise NotAllowed(
            f"{touch.title} does not go to {person.name}: it is not for them, or no longer needed."
        )
    if person.email is None:
        raise NotAllowed(f"{person.name} has no e-mail address; call them instead.")
    if people_records.left_alone_since(session, person) is not None:
        raise NotAllowed(f"{person.name} has asked not to be contacted.")
    if people_records.address_refused_at(session, person) is not None:
        raise NotAllowed(f"The address of {person.name} was refused; mend it first.")


def queued_message(session: Session, run_id: int, message_id: int) -> Message:
    """A message that waits in the outbox. Raises NotFound for another run's, NotAllowed once it is on its way."""
    message = session.get(Message, message_id, with_for_update=True)
    if message is None or message.run_id != run_id:
        raise NotFound(f"There is no message {message_id} in this partnership.")
    if message.state is not MessageState.QUEUED:
        raise NotAllowed("It is on its way, or settled, and can no longer be changed.")
    return message


def cancel_queued(session: Session, now: datetime, run_id: int, message_id: int, by: str) -> None:
    """Takes a message out of the outbox that has not left yet."""
    message = queued_message(session, run_id, message_id)
    message_states.settle(session, now, message, MessageState.CANCELED, f"skipped by {by}.")
    events.touch(session, run_id)


def reword_queued(
    session: Session, now: datetime, run_id: int, message_id: int, own: OwnWords, by: str
) -> None:
    """Writes a message that waits in the outbox anew, in other words; its calendar entry and Message-ID stay.

    Raises BadInput, with the nearest right name, for a field its kind does not have.
    """
    message = queued_message(session, run_id, message_id)
    kind_words.check_kind(message.kind)
    kind_words.check(message.kind, own)
    person = session.get_one(Person, message.reader_id)
    launch = Launch.of(session, now, run_id)
    try:
        letter = render_letter.letter_of(launch, Draft.of_message(message, person), message.unsubscribe_url)
    except letters.UNSETTLED:
        raise NotAllowed("What it speaks of has changed since; skip it instead.") from None
    message_rows.say(message, render_letter.in_words(launch, message.kind, letter, own))
    session.add(message)
    said = f"“{message.subject}” to {message.to_name} was worded anew."
    events.record(session, now, run_id, by, EventKind.MESSAGE_REWORDED, said, message=message.kind)


def _open(session: Session, planned_id: int) -> tuple[PlannedTouch, Touch]:
    planned = session.get(PlannedTouch, planned_id, with_for_update=True)
    if planned is None:
        raise NotFound(f"There is no coming message {planned_id}.")
    if planned.state is not TouchState.PLANNED:
        raise NotAllowed(
            f"It is {planned.state.value} already ({held.words(planned) or 'nothing left to change'})."
        )
    return planned, playbook_editions.touch_of(session, planned)


def _partnership_id(session: Session, planned: PlannedTouch) -> int:
    return partnerships.partnership_of(session, planned.run_id).pk


def _whom(session: Session, person_id: int | None) -> str:
    return "everyone" if person_id is None else session.get_one(Person, person_id).name


def _say(session: Session, now: datetime, planned: PlannedTouch, by: str, words: str) -> None:
    events.record(
        session, now, planned.run_id, by, EventKind.COMING_MESSAGE_CHANGED, words, touch=planned.touch_key
    )
