"""The invitation letter at work: offered to be signed, withdrawn when words or names change, let go when it is signed."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.rendering import kinds_with
from sectorlaunch import events
from sectorlaunch.actions import letter as letter_actions
from sectorlaunch.engine import carry_out, held, latecomers, messages
from sectorlaunch.errors import NotAllowed
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.outbox import message_states
from sectorlaunch.records import letter, playbook_editions, signatures
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ChampionStage, Message, MessageState, Person


def offer(session: Session, now: datetime, run_id: int, *, by: str) -> list[Person]:
    """Offers the current words to the champions who have agreed and were not asked; says whom.

    Where the playbook has a request to come for one of them, that one is sent before its date, so that nobody is
    asked twice. Somebody without an address is a phone task. Raises NotAllowed when there is nobody to ask.
    """
    revision = letter_actions.ready(session, now, run_id)
    people = signatures.to_ask(session, run_id)
    if not people:
        raise NotAllowed("There is nobody to ask: those who have agreed were asked, or have signed.")
    for person in people:
        planned = signatures.planned_request(session, run_id, person)
        if planned is not None:
            touch = playbook_editions.touch_of(session, planned)
            carry_out.write_to(session, now, planned, touch, [person])
        else:
            reason = "The invitation letter is ready to sign"
            messages.ask_to_sign(session, now, run_id, revision.number, [person], reason=reason)
    names = ", ".join(person.name for person in people)
    said = f"Revision {revision.number} of the letter is offered to {names} to sign."
    events.record(session, now, run_id, by, EventKind.LETTER_OFFERED, said[:4000])
    return people


def ask_for_new_signatures(launch: Launch, drafted: Happening) -> None:
    """New words: letters in the old ones are withdrawn, and whoever had signed or been asked is asked again."""
    if not drafted.data["replaces"]:
        return
    why = "the words of the letter were changed"
    _withdraw(launch, kinds_with("is_joint_letter"), why)
    _withdraw(launch, kinds_with("asks_to_sign"), why)
    again = [launch.session.get_one(Person, person_id) for person_id in drafted.data["ask_again"]]
    messages.ask_to_sign(launch.session, launch.now, launch.run_id, drafted.data["revision"], again)


def let_leave(launch: Launch, _signed: Happening) -> None:
    """Writes the letters that waited for a signature, and anew those that were withdrawn."""
    if not letter.shortfall(launch.session, launch.run_id):
        held.look_at_held_again(launch.session, launch.now, launch.run_id)
        latecomers.reach_latecomers(launch.session, launch.now, launch.run_id)


def follow_signer(launch: Launch, moved: Happening) -> None:
    """Whoever steps back after signing stands under no letter that has not left."""
    if not moved.data["had_signed"]:
        return
    if moved.data["stage"] == ChampionStage.DECLINED:
        person = launch.session.get_one(Person, moved.data["person_id"])
        _withdraw(launch, kinds_with("is_joint_letter"), f"{person.name} no longer signs it")
    let_leave(launch, moved)


def _withdraw(launch: Launch, kinds: Sequence[str], why: str) -> None:
    """Cancels what was written and has not left, so that it can be written afresh."""
    waiting = launch.session.exec(
        select(Message).where(
            Message.run_id == launch.run_id,
            col(Message.kind).in_(kinds),
            Message.state == MessageState.QUEUED,
        )
    ).all()
    for message in waiting:
        message_states.withdraw_to_write_anew(launch.session, message, why)
    launch.session.flush()
