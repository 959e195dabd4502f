"""Whom a touch reaches now: its audience, of the wave it is about, without those for whom its stop rule has come true."""

from collections.abc import Sequence

from sqlmodel import Session, select

from playbooks.model import Touch
from sectorlaunch.query_cache import cached
from sectorlaunch.records import audiences, deadlines, playbook_editions, releases, stop_rules, waves
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Deadline, Person, PlannedTouch, TouchState


def reached(session: Session, partnership_id: int, run_id: int, touch: Touch, about: About) -> list[Person]:
    """Those one occurrence of a touch would reach at this moment."""
    return [
        person
        for person in audiences.resolve(session, partnership_id, touch.to, about)
        if _is_meant(session, partnership_id, touch, about, person)
        and not stop_rules.is_stopped(session, run_id, touch.stop, person.pk, about, touch.gate)
    ]


def _is_meant(session: Session, partnership_id: int, touch: Touch, about: About, person: Person) -> bool:
    """Whether this occurrence is the person's own: of their deadline, or of their wave.

    Whoever was asked another way, by phone or as one of those who signed, is reminded with the first who were written to;
    whose own ask is still to come is not.
    """
    if about.kind is not AboutKind.DEADLINE:
        return waves.belongs(session, partnership_id, touch, about, person)
    deadline = session.get_one(Deadline, about.id)
    place = (deadline.run_id, deadline.step_key, deadline.touch_key)
    own = deadlines.of_person(session, *place, person.pk)
    if own is not None:
        return own.id == deadline.id
    playbook = playbook_editions.of_run(session, deadline.run_id)
    ask = deadlines.asked_by(playbook, touch)
    if ask is None or not releases.may_leave(session, deadline.run_id, ask[1], person):
        return False
    if _is_still_to_be_asked(session, place, person.pk):
        return False
    return deadlines.first_of(session, *place) == deadline.id


def _is_still_to_be_asked(session: Session, place: tuple[int, str, str], person_id: int) -> bool:
    """Whether an ask that goes to each person at a time of their own has not gone to this one yet."""
    run_id, step_key, touch_key = place

    def read() -> set[int | None]:
        ahead = select(PlannedTouch.about_id).where(
            PlannedTouch.run_id == run_id,
            PlannedTouch.step_key == step_key,
            PlannedTouch.touch_key == touch_key,
            PlannedTouch.about_kind == AboutKind.PERSON,
            PlannedTouch.state == TouchState.PLANNED,
        )
        return set(session.exec(ahead).all())

    return person_id in cached(session, (PlannedTouch,), ("still to be asked", *place), read)


def is_dead(session: Session, partnership_id: int, run_id: int, touch: Touch, about: About) -> bool:
    """Whether a planned touch will reach nobody any more as things stand: what stops it has come true for everyone.

    An audience that is still empty, such as those who come, may fill; one person who has left it does not come back.
    """
    people = audiences.resolve(session, partnership_id, touch.to, about)
    if not people:
        return about.kind in (AboutKind.PERSON, AboutKind.COMMITMENT)
    return not reached(session, partnership_id, run_id, touch, about)


def everyone(launch: Launch, touch: Touch) -> list[Person]:
    """Those a touch would reach in any wave, were it carried out now."""
    session, partnership_id, run_id = launch.session, launch.partnership_id, launch.run_id
    abouts = (THE_RUN, waves.SECOND) if waves.follows(touch) else (THE_RUN,)
    return [person for about in abouts for person in reached(session, partnership_id, run_id, touch, about)]


def callers(
    session: Session, partnership_id: int, touch: Touch, people: Sequence[Person]
) -> list[tuple[Person, list[Person]]]:
    """Who calls whom at the end of a ladder. Nobody is asked to phone themselves; the digest tells them what is open."""
    assert touch.task_for is not None
    by_owner: dict[int, tuple[Person, list[Person]]] = {}
    for person in people:
        owner = audiences.resolve(
            session, partnership_id, touch.task_for, About(AboutKind.PERSON, person.id)
        )[0]
        if owner.pk != person.id or touch.task_for == touch.to:
            by_owner.setdefault(owner.pk, (owner, []))[1].append(person)
    return list(by_owner.values())
