"""What a convener decides about the waves, or the answers do: who is first, when the others follow, that they leave now."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.rendering import kinds_with
from sectorlaunch import events
from sectorlaunch.engine import carry_out, held, latecomers, plan
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.facts import invitations
from sectorlaunch.records import invitations as invitation_records
from sectorlaunch.records import meetings, partnerships, playbook_editions, waves
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Invitation, Message, MessageState, TouchState


def name_first(session: Session, now: datetime, run_id: int, chosen: Collection[int], *, by: str) -> str:
    """Puts the chosen guests into the first wave and everyone else into the second; says so in a sentence.

    Whoever has the letter, or has it on its way, stays where they are. Raises BadInput for somebody who is not on the
    list, and when nobody is left for a wave.
    """
    places = _places(session, run_id)
    if set(chosen) - {place.person_id for place in places}:
        raise BadInput("Somebody you chose is not on the guest list.")
    have = _written_to(session, run_id)
    first = set(chosen) | {place.person_id for place in places if place.person_id in have and place.wave == 1}
    if not first:
        raise BadInput("Choose who is written to first.")
    if waves.has_left(waves.letter(session, run_id, waves.SECOND)):
        raise NotAllowed("The second wave has left already.")
    for place in places:
        place.wave = 1 if place.person_id in first else 2
        session.add(place)
    later_on = len(places) - len(first)
    said = f"{waves.guests_in_words(len(first))} in the first wave, {waves.guests_in_words(later_on)} in the second."
    if not later_on:
        said = "Everyone gets the letter at once."
    _settle(session, now, run_id, by, said)
    return said


def at_once(session: Session, now: datetime, run_id: int, *, by: str) -> str:
    """Takes the waves back: whoever has not been written to gets the letter with the first, or now if that has left."""
    return name_first(session, now, run_id, {place.person_id for place in _places(session, run_id)}, by=by)


def set_rule(
    session: Session, now: datetime, run_id: int, *, days: int | None, by_funnel: bool | None, by: str
) -> str:
    """When the second wave leaves: so many days after the first, and sooner where the funnel asks for it.

    None leaves as it is. Raises BadInput for less than a day or more than two months.
    """
    if days is not None and not 1 <= days <= 60:
        raise BadInput("The second wave leaves 1 to 60 days after the first.")
    partnership = partnerships.partnership_of(session, run_id)
    chosen = {waves.DAYS: days, waves.BY_FUNNEL: None if by_funnel is None else int(by_funnel)}
    partnership.numbers = {
        **partnership.numbers,
        **{name: value for name, value in chosen.items() if value is not None},
    }
    session.add(partnership)
    said = waves.rule_words(Launch.of(session, now, run_id))
    _settle(session, now, run_id, by, said)
    return said


def send_second(session: Session, now: datetime, run_id: int, *, by: str) -> str:
    """Sends the second wave now; says what was done. Raises NotAllowed where it may not leave, with the reason."""
    planned = waves.letter(session, run_id, waves.SECOND)
    if planned is None or planned.state is not TouchState.PLANNED:
        raise NotAllowed("There is no second wave to send.")
    touch = playbook_editions.touch_of(session, planned)
    if why := held.why_held(session, now, planned, touch):
        raise NotAllowed(why.words)
    events.record(
        session, now, run_id, by, EventKind.SECOND_WAVE_SENT, "The second wave leaves before its date."
    )
    return " ".join(carry_out.one(session, now, planned))


def look_at_answers(launch: Launch, _answered: Happening) -> None:
    """Makes the second wave due when the answers of the first will not fill the room, where the rule wants that."""
    session, now, run_id = launch.session, launch.now, launch.run_id
    if not launch.number(waves.BY_FUNNEL):
        return
    planned = waves.letter(session, run_id, waves.SECOND)
    if planned is None or planned.state is not TouchState.PLANNED or planned.due_at <= now:
        return
    if not waves.has_left(waves.letter(session, run_id)):
        return
    session.flush()
    funnel = invitations.first_wave(launch)
    if funnel is None or funnel.expected >= funnel.target:
        return
    planned.due_at = now
    session.add(planned)
    said = f"The first wave will not fill the room, so the second leaves now. {funnel.sentence}"
    events.record(session, now, run_id, "Sector Launch", EventKind.SECOND_WAVE_DUE, said)


def _places(session: Session, run_id: int) -> list[Invitation]:
    partnership_id = partnerships.partnership_of(session, run_id).pk
    launch = meetings.launch_meeting(session, partnership_id)
    places = invitation_records.invited(session, launch.id) if launch and launch.id else []
    if not places:
        raise BadInput("Nobody is on the guest list yet.")
    return [place for place, _ in places]


def _written_to(session: Session, run_id: int) -> set[int]:
    """Who has the letter, or has it on its way."""
    letters = select(Message.person_id).where(
        Message.run_id == run_id,
        col(Message.kind).in_(kinds_with("is_joint_letter")),
        Message.state != MessageState.CANCELED,
    )
    return {person_id for person_id in session.exec(letters) if person_id is not None}


def _settle(session: Session, now: datetime, run_id: int, by: str, said: str) -> None:
    """Notes a change of the waves, and brings plan and letters in line with it."""
    events.record(session, now, run_id, by, EventKind.WAVES_CHANGED, said)
    session.flush()
    plan.replan(session, now, run_id)
    latecomers.reach_latecomers(session, now, run_id)
