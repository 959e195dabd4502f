"""Another one agrees to a waiver or a release that somebody asked for, or says no (F14)."""

from datetime import datetime

from sqlmodel import Session

from playbooks.model import TwoFor
from sectorlaunch import events
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import releases, second_yes
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.second_yes import Asked
from sectorlaunch.tables import Person, TouchRelease, Waiver


def agree(session: Session, now: datetime, run_id: int, kind: str, number: int, *, by: Person) -> str:
    """Gives the second yes; says in a sentence what holds from now on.

    Raises NotFound for nothing that waits, NotAllowed for the one who asked and for whoever does not convene.
    """
    launch = Launch.of(session, now, run_id)
    asked = _find(launch, kind, number)
    if by.pk not in {person.pk for person in asked.others}:
        raise NotAllowed(f"{asked.asked_by} asked for it, and another convener agrees. {asked.who}")
    said = f"{by.name} agrees with {asked.asked_by}: {asked.title}."
    if asked.kind is TwoFor.WAIVER:
        waiver = session.get_one(Waiver, number)
        waiver.ended_at = now  # what was asked for stays as it was; what holds is a row of its own
        given = Waiver(**waiver.model_dump(exclude={"id", "waits", "given_at", "ended_at"}))
        given.given_at, given.agreed_by_account_id = now, by.account_id
        session.add_all((waiver, given))
        data = {"gate": waiver.gate_key, "question": waiver.question_key}
        happened = EventKind.WAIVER_GIVEN
    else:
        lot = _lot(launch, number)
        for row in lot:
            row.waits, row.agreed_by_id = False, by.pk
            session.add(row)
        data, happened = {"touch": lot[0].touch_key}, EventKind.RELEASED
    session.flush()
    events.record(session, now, run_id, by.name, happened, said, **data)
    return said


def decline(session: Session, now: datetime, run_id: int, kind: str, number: int, *, by: Person) -> str:
    """Says no, or takes back what one asked for oneself. Raises NotFound, and NotAllowed for somebody else."""
    launch = Launch.of(session, now, run_id)
    asked = _find(launch, kind, number)
    if not asked.is_by(by) and by.pk not in {person.pk for person in asked.others}:
        raise NotAllowed("A convener says no, or the one who asked takes it back.")
    said = f"{by.name} says no: {asked.title}."
    if asked.kind is TwoFor.WAIVER:
        waiver = session.get_one(Waiver, number)
        waiver.ended_at = now
        session.add(waiver)
    else:
        for row in _lot(launch, number):
            row.taken_back_at, row.taken_back_by = now, by.name
            session.add(row)
    session.flush()
    events.record(session, now, run_id, by.name, EventKind.SECOND_YES_DECLINED, said)
    return said


def _find(launch: Launch, kind: str, number: int) -> Asked:
    found = second_yes.find(launch, kind, number)
    if found is None:
        raise NotFound("Nothing of that number waits for a second yes: it was agreed to or declined.")
    return found


def _lot(launch: Launch, number: int) -> list[TouchRelease]:
    lots = second_yes.together(releases.waiting(launch.session, launch.run_id))
    return next(lot for lot in lots if lot[0].pk == number)
