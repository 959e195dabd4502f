"""The invitation in two waves: who is written to first, when the others follow, and what counts from that.

A wave is a second occurrence of the playbook's touches: of the letter itself, and of every reminder that stops at the
answer. It comes as much later as its own letter did, so that nobody is reminded of a letter they have just had.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from playbooks.model import Stop, Touch
from playbooks.wording import day_in_words
from sectorlaunch import playbook_shelf, wording
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.operations import events
from sectorlaunch.operations.launch import anchors
from sectorlaunch.operations.launch.anchors import Occurrence
from sectorlaunch.operations.letter import joint_letter
from sectorlaunch.operations.messages.audiences import Subject
from sectorlaunch.operations.people import people_of
from sectorlaunch.remembering import remembered
from sectorlaunch.tables import (
    Invitation,
    Message,
    MessageState,
    Person,
    PlannedTouch,
    TouchState,
)

SECOND = Subject("wave", "2")
TO_GUESTS = frozenset({"guests", "other-guests", "business-guests", "public-guests"})
DAYS, BY_FUNNEL, ENDS = "second_wave_days", "second_wave_by_funnel", "ladder_ends_days"
USUAL = {DAYS: 7, BY_FUNNEL: 0, ENDS: 7}
"""For playbooks that were written before these numbers were there."""


def follows(touch: Touch) -> bool:
    """Whether a touch is the letter itself, or a reminder of it: these have a second wave."""
    return touch.to in TO_GUESTS and (touch.kind == joint_letter.KIND or touch.stop is Stop.REPLIED)


def number(session: Session, run_id: int, name: str) -> int:
    """A number of the waves: the partnership's own, else the playbook's."""
    own = people_of.partnership_of(session, run_id).numbers
    return {**USUAL, **playbook_shelf.of_run(session, run_id).numbers, **own}[name]


def second(session: Session, partnership_id: int) -> set[int]:
    """The people of the second wave; nobody while everyone is written to at once."""
    launch = people_of.launch_meeting(session, partnership_id)
    if launch is None or launch.id is None:
        return set()
    launch_id = launch.id

    def read() -> set[int]:
        return {place.person_id for place, _ in people_of.invited(session, launch_id) if place.wave > 1}

    return remembered(session, (Invitation, Person), ("second wave", launch_id), read)


def belongs(session: Session, partnership_id: int, touch: Touch, about: Subject, person: Person) -> bool:
    """Whether this occurrence of a touch is the one of the person's own wave."""
    if not follows(touch):
        return True
    return (person.id in second(session, partnership_id)) is (about == SECOND)


def later(
    session: Session, now: datetime, run_id: int, touch: Touch, occurrence: Occurrence
) -> Iterator[Occurrence]:
    """The occurrence of a touch for the second wave; none while everyone is written to at once."""
    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    if not follows(touch) or not second(session, partnership.id):
        return
    first_on, second_on = _leaves_on(session, now, run_id, occurrence.on)
    if touch.kind == joint_letter.KIND:
        yield Occurrence(SECOND, second_on)
        return
    on = occurrence.on + (second_on - first_on)
    launch_on = anchors.launch_date(session, partnership)
    if launch_on is not None:
        latest = launch_on - timedelta(days=touch.when.days + number(session, run_id, ENDS))
        on = max(min(on, latest), occurrence.on)
    yield Occurrence(SECOND, on)


def leaves_on(session: Session, now: datetime, run_id: int) -> date | None:
    """The day the second wave is to leave, in the partnership's zone; None without one, or once it has left."""
    partnership = people_of.partnership_of(session, run_id)
    assert partnership.id is not None
    if not second(session, partnership.id) or _has_left(_letter(session, run_id, SECOND)):
        return None
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    return max(_leaves_on(session, now, run_id, today)[1], today)


def waits_for_the_first(session: Session, run_id: int, touch: Touch, about: Subject) -> str:
    """Why something for the second wave must not happen yet, in a sentence; empty when it may."""
    if about != SECOND or not follows(touch):
        return ""
    if touch.kind == joint_letter.KIND:
        return "" if _has_left(_letter(session, run_id)) else "The first wave has not left yet."
    return "" if _has_left(_letter(session, run_id, SECOND)) else "The second wave has not left yet."


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
    if _has_left(_letter(session, run_id, SECOND)):
        raise NotAllowed("The second wave has left already.")
    for place in places:
        place.wave = 1 if place.person_id in first else 2
        session.add(place)
    later_on = len(places) - len(first)
    said = f"{_guests(len(first))} in the first wave, {_guests(later_on)} in the second."
    if not later_on:
        said = "Everyone is written to at once."
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
    partnership = people_of.partnership_of(session, run_id)
    chosen = {DAYS: days, BY_FUNNEL: None if by_funnel is None else int(by_funnel)}
    partnership.numbers = {
        **partnership.numbers,
        **{name: value for name, value in chosen.items() if value is not None},
    }
    session.add(partnership)
    said = rule_words(session, run_id)
    _settle(session, now, run_id, by, said)
    return said


def rule_words(session: Session, run_id: int) -> str:
    """The rule in a sentence."""
    after = number(session, run_id, DAYS)
    said = f"The second wave leaves {after} {'day' if after == 1 else 'days'} after the first"
    if number(session, run_id, BY_FUNNEL):
        return f"{said}, or as soon as the first will not fill the room."
    return f"{said}."


def send_second(session: Session, now: datetime, run_id: int, *, by: str) -> str:
    """Sends the second wave now; says what was done. Raises NotAllowed where it may not leave, with the reason."""
    from sectorlaunch.operations.messages import held_touches, touch_states, touches

    planned = _letter(session, run_id, SECOND)
    if planned is None or planned.state is not TouchState.PLANNED:
        raise NotAllowed("There is no second wave to send.")
    touch = touch_states.touch_of(playbook_shelf.of_run(session, run_id), planned)
    if why := held_touches.why_held(session, now, planned, touch):
        raise NotAllowed(why)
    events.record(session, now, run_id, by, "second wave sent", "The second wave leaves before its date.")
    return " ".join(touches.carry_out(session, now, planned))


def look_at_answers(session: Session, now: datetime, run_id: int) -> bool:
    """Makes the second wave due when the answers of the first will not fill the room, where the rule wants that."""
    from sectorlaunch.evidence import invitations as evidence

    if not number(session, run_id, BY_FUNNEL):
        return False
    planned = _letter(session, run_id, SECOND)
    if planned is None or planned.state is not TouchState.PLANNED or planned.due_at <= now:
        return False
    if not _has_left(_letter(session, run_id)):
        return False
    session.flush()
    funnel = evidence.first_wave(session, now, run_id)
    if funnel is None or funnel.expected >= funnel.target:
        return False
    planned.due_at = now
    session.add(planned)
    said = f"The first wave will not fill the room, so the second leaves now. {funnel.sentence}"
    events.record(session, now, run_id, "Sector Launch", "second wave due", said)
    return True


def words(session: Session, now: datetime, run_id: int) -> str:
    """How the waves stand, in sentences; empty while everyone is written to at once."""
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    waiting = len(second(session, partnership_id))
    if not waiting:
        return ""
    planned = _letter(session, run_id, SECOND)
    if planned is not None and planned.state is TouchState.DONE and planned.settled_at is not None:
        zone = ZoneInfo(people_of.partnership_of(session, run_id).zone)
        on = wording.short_day(planned.settled_at.astimezone(zone).date())
        return f"The second wave of {_guests(waiting)} left on {on}."
    on_day = leaves_on(session, now, run_id)
    said = f"{_guests(waiting)} {'waits' if waiting == 1 else 'wait'} in the second wave"
    when = f", which leaves on {day_in_words(on_day)} as things stand" if on_day is not None else ""
    return f"{said}{when}. {rule_words(session, run_id)}"


def _leaves_on(session: Session, now: datetime, run_id: int, otherwise: date) -> tuple[date, date]:
    """The days of the first letter and of the second wave's: when they left, or are to leave."""
    partnership = people_of.partnership_of(session, run_id)
    zone = ZoneInfo(partnership.zone)
    today = now.astimezone(zone).date()
    first, then = _letter(session, run_id), _letter(session, run_id, SECOND)
    if first is None:
        first_on = max(otherwise, today)
    elif first.state is TouchState.DONE and first.settled_at is not None:
        first_on = first.settled_at.astimezone(zone).date()
    else:
        first_on = max(first.anchor_on, today)
    if then is not None and then.state is TouchState.DONE and then.settled_at is not None:
        return first_on, then.settled_at.astimezone(zone).date()
    return first_on, first_on + timedelta(days=number(session, run_id, DAYS))


def _letter(session: Session, run_id: int, about: Subject | None = None) -> PlannedTouch | None:
    """The planned letter itself: of the first wave, or of the one `about` names."""
    playbook = playbook_shelf.of_run(session, run_id)
    keys = {(s.key, t.key) for s, _, t in playbook.touches() if t.kind == joint_letter.KIND and follows(t)}
    rows = session.exec(
        select(PlannedTouch).where(
            PlannedTouch.run_id == run_id, col(PlannedTouch.touch_key).in_([key for _, key in keys])
        )
    )
    wanted = str(about) if about else None
    return next(
        (
            row
            for row in rows
            if (row.step_key, row.touch_key) in keys
            and (row.occurrence == wanted if wanted else row.occurrence != str(SECOND))
        ),
        None,
    )


def _has_left(planned: PlannedTouch | None) -> bool:
    return planned is not None and planned.state is TouchState.DONE


def _places(session: Session, run_id: int) -> list[Invitation]:
    partnership_id = people_of.partnership_of(session, run_id).id
    assert partnership_id is not None
    launch = people_of.launch_meeting(session, partnership_id)
    places = people_of.invited(session, launch.id) if launch and launch.id else []
    if not places:
        raise BadInput("Nobody is on the guest list yet.")
    return [place for place, _ in places]


def _written_to(session: Session, run_id: int) -> set[int]:
    """Who has the letter, or has it on its way."""
    letters = select(Message.person_id).where(
        Message.run_id == run_id,
        col(Message.kind).in_(joint_letter.KINDS),
        Message.state != MessageState.CANCELLED,
    )
    return set(session.exec(letters))


def _settle(session: Session, now: datetime, run_id: int, by: str, said: str) -> None:
    """Notes a change of the waves, and brings plan and letters in line with it."""
    from sectorlaunch.operations.messages import latecomers, touches

    events.record(session, now, run_id, by, "waves changed", said)
    session.flush()
    touches.replan(session, now, run_id)
    latecomers.reach_latecomers(session, now, run_id)


def _guests(count: int) -> str:
    return "one guest" if count == 1 else f"{count} guests"
