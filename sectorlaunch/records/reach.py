"""Whom a touch reaches now: its audience, of the wave it is about, without those for whom its stop rule has come true."""

from sqlmodel import Session, select

from playbooks.model import Touch
from sectorlaunch.query_cache import cached
from sectorlaunch.records import audiences, deadlines, stop_rules, waves
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Deadline, Message, MessageState, Person


def reached(session: Session, partnership_id: int, run_id: int, touch: Touch, about: About) -> list[Person]:
    """Those one occurrence of a touch would reach at this moment."""
    return [
        person
        for person in audiences.resolve(session, partnership_id, touch.to, about)
        if _is_meant(session, partnership_id, touch, about, person)
        and not stop_rules.is_stopped(session, run_id, touch.stop, person.pk, about, touch.gate)
    ]


def _is_meant(session: Session, partnership_id: int, touch: Touch, about: About, person: Person) -> bool:
    """Whether this occurrence is the person's own: of their deadline, or of their wave."""
    if about.kind is not AboutKind.DEADLINE:
        return waves.belongs(session, partnership_id, touch, about, person)

    def read() -> set[int | None]:
        asked = select(Message.person_id).where(
            Message.deadline_id == about.id, Message.state != MessageState.CANCELED
        )
        return set(session.exec(asked))

    if person.email is None:
        return about.id == _first_of_its_ask(session, about)  # told by phone, when the others were written to
    return person.id in cached(session, (Message,), ("asked by", about.id), read)


def _first_of_its_ask(session: Session, about: About) -> int:
    deadline = session.get_one(Deadline, about.id)
    place = (deadline.run_id, deadline.step_key, deadline.touch_key)
    return deadlines.of_ask(session, *place)[0].pk


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
