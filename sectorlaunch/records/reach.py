"""Whom a touch reaches now: its audience, of the wave it is about, without those for whom its stop rule has come true."""

from sqlmodel import Session

from playbooks.model import Touch
from sectorlaunch.records import audiences, stop_rules, waves
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Person


def reached(session: Session, partnership_id: int, run_id: int, touch: Touch, about: About) -> list[Person]:
    """Those one occurrence of a touch would reach at this moment."""
    return [
        person
        for person in audiences.resolve(session, partnership_id, touch.to, about)
        if waves.belongs(session, partnership_id, touch, about, person)
        and not stop_rules.is_stopped(session, run_id, touch.stop, person.pk, about, touch.gate)
    ]


def everyone(launch: Launch, touch: Touch) -> list[Person]:
    """Those a touch would reach in any wave, were it carried out now."""
    session, partnership_id, run_id = launch.session, launch.partnership_id, launch.run_id
    abouts = (THE_RUN, waves.SECOND) if waves.follows(touch) else (THE_RUN,)
    return [person for about in abouts for person in reached(session, partnership_id, run_id, touch, about)]
