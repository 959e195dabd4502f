"""What one person has asked for and another has to agree to, where the playbook wants two for a waiver or a release."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, select

from playbooks.model import TwoFor
from sectorlaunch import wording
from sectorlaunch.query_cache import cached
from sectorlaunch.records import people, releases
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Person, TouchRelease, Waiver


@dataclass(frozen=True)
class Asked:
    """Something that waits for a second yes."""

    kind: TwoFor
    number: int
    """Of the waiver, or of the first of the releases that were asked for together."""
    title: str
    why: str
    asked_by: str
    asked_by_account_id: int | None
    """None where a name was given that nobody signs in with."""
    asked_at: datetime
    others: tuple[Person, ...]
    """Who may agree: the conveners, but for the one who asked."""

    def is_by(self, person: Person | None) -> bool:
        return person is not None and _is_same(person, self.asked_by_account_id, self.asked_by)

    @property
    def who(self) -> str:
        """Who is to say yes, or what to do where nobody may, in a sentence."""
        if self.others:
            names = wording.listing([person.name for person in self.others], most=4)
            return (
                f"It waits for the yes of {names}." if len(self.others) == 1 else f"One of {names} says yes."
            )
        return NOBODY_ELSE


NOBODY_ELSE = (
    "The playbook asks two people for it, and nobody else convenes here. Let a co-convener in on the settings page; "
    "then they say yes."
)


def wants_two(launch: Launch, kind: TwoFor) -> bool:
    return kind in launch.playbook.two_for


def asked(launch: Launch) -> list[Asked]:
    """Everything that waits, oldest first."""
    found = [*_waivers(launch), *_releases(launch)]
    return sorted(found, key=lambda one: (one.asked_at, one.kind, one.number))


def find(launch: Launch, kind: str, number: int) -> Asked | None:
    return next((one for one in asked(launch) if (one.kind, one.number) == (kind, number)), None)


def occurrence(run_id: int, asked: Asked) -> str:
    """What makes the letter about it one of its own."""
    return f"{run_id}/{asked.kind.value}/{asked.number}"


def is_open(session: Session, occurrence: str) -> bool:
    """Whether what a letter asks a second yes for, by its occurrence, still waits for one."""
    _, kind, number = occurrence.split("/")
    if kind == TwoFor.WAIVER:
        waiver = session.get(Waiver, int(number))
        return waiver is not None and waiver.waits and waiver.ended_at is None
    release = session.get(TouchRelease, int(number))
    return release is not None and release.waits and release.taken_back_at is None


def of_touch(launch: Launch, touch_key: str) -> list[Asked]:
    """Of one touch that is released first."""
    keys = {row.pk for row in _asked_releases(launch) if row.touch_key == touch_key}
    return [one for one in asked(launch) if one.kind is TwoFor.RELEASE and one.number in keys]


def of_gate(launch: Launch, gate_key: str) -> list[Asked]:
    """Of one gate: what is to be set aside in it."""
    keys = {row.pk for row in _asked_waivers(launch) if row.gate_key == gate_key}
    return [one for one in asked(launch) if one.kind is TwoFor.WAIVER and one.number in keys]


def together(rows: Iterable[TouchRelease]) -> list[list[TouchRelease]]:
    """Releases that were asked for at once, each lot for itself."""

    def lot(row: TouchRelease) -> tuple[str, int, datetime]:
        return (row.touch_key, row.given_by_id, row.given_at)

    return [list(found) for _, found in groupby(sorted(rows, key=lambda row: (*lot(row), row.pk)), key=lot)]


def _others(launch: Launch, asked_by_account_id: int | None, asked_by: str) -> tuple[Person, ...]:
    conveners = people.with_role(launch.session, launch.partnership_id, people.CONVENING)
    return tuple(one for one in conveners if not _is_same(one, asked_by_account_id, asked_by))


def _is_same(person: Person, account_id: int | None, name: str) -> bool:
    return person.name == name or (account_id is not None and person.account_id == account_id)


def _asked_waivers(launch: Launch) -> list[Waiver]:
    def read() -> list[Waiver]:
        waiting = select(Waiver).where(
            Waiver.run_id == launch.run_id, col(Waiver.waits).is_(True), col(Waiver.ended_at).is_(None)
        )
        return list(launch.session.exec(waiting.order_by(col(Waiver.id))))

    return cached(launch.session, (Waiver,), ("asked waivers", launch.run_id), read)


def _waivers(launch: Launch) -> list[Asked]:
    return [
        Asked(
            kind=TwoFor.WAIVER,
            number=row.pk,
            title=f"Set “{_what(launch, row)}” aside until {wording.short_day(row.until)}",
            why=row.why,
            asked_by=row.given_by,
            asked_by_account_id=row.asked_by_account_id,
            asked_at=row.given_at,
            others=_others(launch, row.asked_by_account_id, row.given_by),
        )
        for row in _asked_waivers(launch)
    ]


def _what(launch: Launch, waiver: Waiver) -> str:
    """The question that is to be set aside, or the gate; by its name on record where the playbook has it no more."""
    gate = next((gate for _, gate in launch.playbook.gates() if gate.key == waiver.gate_key), None)
    if gate is None:
        return waiver.gate_key
    if waiver.question_key is None:
        return gate.title
    asked = (question.ask for question in gate.questions if question.key == waiver.question_key)
    return next(asked, waiver.question_key)


def _asked_releases(launch: Launch) -> list[TouchRelease]:
    return releases.waiting(launch.session, launch.run_id)


def _releases(launch: Launch) -> list[Asked]:
    found = []
    for lot in together(_asked_releases(launch)):
        first = lot[0]
        by = launch.session.get_one(Person, first.given_by_id)
        names = [
            launch.session.get_one(Person, row.person_id).name for row in lot if row.person_id is not None
        ]
        whom = wording.listing(names, most=4) or (
            f"wave {first.wave}" if first.wave is not None else "everyone it goes to"
        )
        found.append(
            Asked(
                kind=TwoFor.RELEASE,
                number=first.pk,
                title=f"Release “{releases.find(launch.playbook, first.touch_key).touch.title}” to {whom}",
                why=first.sentence,
                asked_by=by.name,
                asked_by_account_id=by.account_id,
                asked_at=first.given_at,
                others=_others(launch, by.account_id, by.name),
            )
        )
    return found
