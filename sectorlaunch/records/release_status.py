"""How what people have to release stands: whom it waits for, who may let it go, and whether nothing else is open."""

from dataclasses import dataclass

from sqlmodel import Session, select

from sectorlaunch import wording
from sectorlaunch.query_cache import cached
from sectorlaunch.records import progress, reach, releases, second_yes
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.releases import Released
from sectorlaunch.tables import GateRun, GateState, Message, MessageState, Person


@dataclass(frozen=True)
class Standing:
    """How a release stands."""

    what: Released
    waiting: list[Person]
    """Whom it would reach, were it released to them."""
    let_go: list[Person]
    """Whom it may leave for, and has not been written to."""
    written: int
    """To how many it was written."""
    by: list[Person]
    """Those who may release it to somebody who waits."""
    asks_now: bool
    """Whether nothing else is open any more: the gate waits for it, or has opened without."""

    @property
    def is_complete(self) -> bool:
        return not self.waiting


def stands(launch: Launch, what: Released) -> Standing:
    """How the release of one touch stands now."""
    session, run_id, touch = launch.session, launch.run_id, what.touch
    have = _written(session, run_id, what.purpose)
    people = [person for person in reach.everyone(launch, touch) if person.id not in have]
    let_go = [person for person in people if releases.may_leave(session, run_id, touch, person)]
    waiting = [person for person in people if person not in let_go]
    by = releases.who_may_any(session, launch.partnership_id, touch, waiting)
    return Standing(what, waiting, let_go, len(have), by, _asks_now(launch, what))


def all_of(launch: Launch) -> list[Standing]:
    """Every release of the playbook as it stands."""
    return [stands(launch, what) for what in releases.in_playbook(launch.playbook)]


def that_ask(launch: Launch) -> list[Standing]:
    """Those that wait for a release and for nothing else; what is released to everyone, or not asked for yet, costs nothing."""
    return [
        standing
        for what in releases.in_playbook(launch.playbook)
        if what.gate is not None and _asks_now(launch, what) and not _is_whole(launch, what)
        if (standing := stands(launch, what)).waiting
    ]


def _is_whole(launch: Launch, what: Released) -> bool:
    given = releases.standing(launch.session, launch.run_id, what.touch.key)
    return any(row.person_id is None and row.wave is None for row in given)


def words_of_waiting(launch: Launch, what: Released) -> str:
    """Who has to release what, in a sentence; empty where nothing waits for anybody."""
    now = stands(launch, what)
    if now.is_complete and releases.standing(launch.session, launch.run_id, what.touch.key):
        return ""
    if asked := second_yes.of_touch(launch, what.touch.key):
        return f"{asked[0].asked_by} asked to release it. {asked[0].who}"
    names = wording.listing([one.name for one in now.by])
    each = what.touch.release is not None and what.touch.release.each
    return f"It waits to be released by {names}" + (", one by one." if each else ".")


def _asks_now(launch: Launch, what: Released) -> bool:
    gates = progress.gates_of(launch.session, launch.run_id)
    gate: GateRun | None = gates.get(what.gate.key) if what.gate is not None else None
    if gate is None:
        return True
    return gate.state is GateState.OPEN or gate.settled_at is not None


def _written(session: Session, run_id: int, purpose: str) -> set[int | None]:
    def read() -> set[int | None]:
        written = select(Message.person_id).where(
            Message.run_id == run_id, Message.purpose == purpose, Message.state != MessageState.CANCELED
        )
        return {person_id for person_id in session.exec(written) if person_id is not None}

    return cached(session, (Message,), ("written", run_id, purpose), read)
