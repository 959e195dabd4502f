"""What holds for one partnership: office hours, holidays, numbers, who may sign in, the playbook it runs on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from playbooks.model import OfficeHours
from sectorlaunch import calendars, playbook_shelf
from sectorlaunch.operations import people_of
from sectorlaunch.tables import Partnership, Person, RoleKind

DAYS_AHEAD = 370
"""How far ahead holidays are listed."""


@dataclass(frozen=True)
class Number:
    name: str
    words: str
    value: int
    usual: int

    @property
    def is_own(self) -> bool:
        return self.value != self.usual


@dataclass(frozen=True)
class PartnershipSettings:
    hours: OfficeHours
    holidays: tuple[tuple[date, str], ...]
    numbers: tuple[Number, ...]
    conveners: tuple[tuple[Person, RoleKind], ...]
    playbook: str
    version: int


def of(session: Session, now: datetime, partnership: Partnership, run_id: int) -> PartnershipSettings:
    assert partnership.id is not None
    playbook = playbook_shelf.of_run(session, run_id)
    calendar = calendars.of(partnership)
    today = calendar.local_date(now)
    days = (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return PartnershipSettings(
        hours=playbook.office_hours,
        holidays=tuple((day, name) for day in days if (name := calendar.holiday_name(day))),
        numbers=tuple(
            Number(name, name.replace("_", " ").capitalize(), partnership.numbers.get(name, usual), usual)
            for name, usual in playbook.numbers.items()
        ),
        conveners=tuple(
            (person, kind)
            for person, kind in people_of.roles_held(session, partnership.id)
            if kind in people_of.CONVENING
        ),
        playbook=playbook.title,
        version=playbook.version,
    )
