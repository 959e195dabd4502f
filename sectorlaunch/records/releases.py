"""What people have let go: whether a touch may leave for a person, and who may release it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from notifications.rendering import traits
from playbooks.model import Gate, Playbook, Touch
from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.records import audiences, partnerships, playbook_editions, waves
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, DocumentState, Person, TouchRelease

ONE, TWO = 1, 2
"""The waves."""


@dataclass(frozen=True)
class Released:
    """A touch of the playbook that a person lets go first, with the gate that asks for it, where one does."""

    step_key: str
    touch: Touch
    gate: Gate | None

    @property
    def purpose(self) -> str:
        return f"{self.step_key}/{self.touch.key}"


def in_playbook(playbook: Playbook) -> Iterator[Released]:
    """Every touch that is released first, in the order of the playbook."""
    asking = {gate.release.release: gate for _, gate in playbook.gates() if gate.release is not None}
    for step, _, touch in playbook.touches():
        if touch.release is not None:
            yield Released(step.key, touch, asking.get(touch.key))


def of_summary(playbook: Playbook) -> Released | None:
    """The touch that brings the executive summary, where the playbook has one that is released."""
    return next((one for one in in_playbook(playbook) if traits(one.touch.kind).is_summary), None)


def of_written_summary(playbook: Playbook) -> DocumentState:
    """What a summary is that is written: ready for whoever releases it, or sent where the playbook asks nobody."""
    return DocumentState.SENT if of_summary(playbook) is None else DocumentState.READY


def find(playbook: Playbook, touch_key: str) -> Released:
    """Raises NotFound, naming what there is to release."""
    known = {one.touch.key: one for one in in_playbook(playbook)}
    if touch_key not in known:
        raise NotFound(
            "There is nothing to release by the name “%(name)s”. There is: %(known)s.",
            name=touch_key,
            known=", ".join(known) or "–",
        )
    return known[touch_key]


def standing(session: Session, run_id: int, touch_key: str) -> list[TouchRelease]:
    """The releases of a touch that were not taken back and wait for nobody, oldest first."""
    return [row for row in _given(session, run_id) if row.touch_key == touch_key and not row.waits]


def waiting(session: Session, run_id: int) -> list[TouchRelease]:
    """Those that were asked for and wait for a second yes, oldest first."""
    return [row for row in _given(session, run_id) if row.waits]


def is_asked(session: Session, run_id: int, touch: Touch, person: Person) -> bool:
    """Whether somebody has asked to release a touch to a person, and another has yet to agree."""
    asked = [row for row in waiting(session, run_id) if row.touch_key == touch.key]
    if not asked:
        return False
    partnership_id = partnerships.partnership_of(session, run_id).pk
    wave = TWO if person.id in waves.second(session, partnership_id) else ONE
    return any(_covers(row, person, wave) for row in asked)


def _given(session: Session, run_id: int) -> list[TouchRelease]:
    def read() -> list[TouchRelease]:
        given = select(TouchRelease).where(
            TouchRelease.run_id == run_id, col(TouchRelease.taken_back_at).is_(None)
        )
        return list(session.exec(given.order_by(col(TouchRelease.id))))

    return cached(session, (TouchRelease,), ("releases", run_id), read)


def lets_go(session: Session, run_id: int, touch: Touch, person: Person) -> TouchRelease | None:
    """The newest release by which a touch may leave for a person."""
    given = standing(session, run_id, touch.key)
    partnership_id = partnerships.partnership_of(session, run_id).pk
    wave = TWO if person.id in waves.second(session, partnership_id) else ONE
    return next((row for row in reversed(given) if _covers(row, person, wave)), None)


def _covers(row: TouchRelease, person: Person, wave: int) -> bool:
    if row.person_id is not None:
        return row.person_id == person.id
    return row.wave in (None, wave)


def may_leave(session: Session, run_id: int, touch: Touch, person: Person) -> bool:
    """Whether nothing, or nobody any more, holds the touch back from the person."""
    return touch.release is None or lets_go(session, run_id, touch, person) is not None


def sentence_for(launch: Launch, kind: str, person: Person) -> str:
    """The sentence whoever released a touch of this kind wrote to the person; empty where there is none."""
    touches = (one.touch for one in in_playbook(launch.playbook) if one.touch.kind == kind)
    rows = (lets_go(launch.session, launch.run_id, touch, person) for touch in touches)
    return next((row.sentence for row in rows if row is not None), "")


def who_may(
    session: Session, partnership_id: int, touch: Touch, person: Person | None = None
) -> list[Person]:
    """Those who may release a touch; of one that is released one by one, to this person."""
    assert touch.release is not None
    about = About(AboutKind.PERSON, person.pk) if person is not None else About()
    return audiences.resolve(session, partnership_id, touch.release.by, about)


def who_may_any(
    session: Session, partnership_id: int, touch: Touch, people: Sequence[Person]
) -> list[Person]:
    """Those who may release a touch to at least one of these people, each once."""
    assert touch.release is not None
    whom: Sequence[Person | None] = people if touch.release.each else [None]
    found = [who for one in whom for who in who_may(session, partnership_id, touch, one)]
    return list({person.pk: person for person in found}.values())


def is_done_by(session: Session, run_id: int, gate_key: str, person_id: int) -> bool:
    """Whether somebody has nothing left to release of what a gate asks for."""
    playbook = playbook_editions.of_run(session, run_id)
    what = next((one for one in in_playbook(playbook) if one.gate and one.gate.key == gate_key), None)
    if what is None or what.touch.release is None:
        return True
    if not what.touch.release.each:
        asked = any(row.touch_key == what.touch.key for row in waiting(session, run_id))
        return asked or bool(standing(session, run_id, what.touch.key))
    partnership_id = partnerships.partnership_of(session, run_id).pk
    return not any(
        person_id in {may.id for may in who_may(session, partnership_id, what.touch, person)}
        for person in audiences.resolve(session, partnership_id, what.touch.to, About())
        if not may_leave(session, run_id, what.touch, person)
        and not is_asked(session, run_id, what.touch, person)
    )
