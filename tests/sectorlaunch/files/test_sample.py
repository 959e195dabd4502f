"""The sample partnership, as a convener would load it."""

from datetime import date
from pathlib import Path

import pytest

from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.tables import RoleKind, Sector

SAMPLE = Path(__file__).parents[3] / "examples" / "high-valley-manufacturing"


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2027, 1, 4), date(2031, 7, 4)])
def test_it_is_always_ahead_and_on_a_business_day(today: date) -> None:
    launch = partnership_file.read(SAMPLE / "partnership.yaml", today).launch_on(today)

    assert 180 < (launch - today).days < 190
    assert launch.weekday() < 5


def test_it_has_a_team_from_every_sector() -> None:
    file = partnership_file.read(SAMPLE / "partnership.yaml", date(2026, 11, 21))

    assert len([kind for kind, _, _ in file.people() if kind is RoleKind.SUPPORT_TEAM]) == 8
    assert set(file.support_team) == {
        Sector.EDUCATION,
        Sector.WORKFORCE,
        Sector.ECONOMIC,
        Sector.LABOR,
        Sector.COMMUNITY,
    }


def test_it_has_enough_business_leaders_to_fill_the_room() -> None:
    contacts = contacts_file.read(SAMPLE / "contacts.csv").contacts
    champions = [contact for contact in contacts if contact.role is RoleKind.CHAMPION]

    assert len(contacts) == 79
    assert len(champions) == 5
    assert all(champion.decides and champion.relationship_owner for champion in champions)
    assert sum(contact.sector is Sector.BUSINESS for contact in contacts) == 67


def test_it_writes_to_nobody_real() -> None:
    for contact in contacts_file.read(SAMPLE / "contacts.csv").contacts:
        assert contact.email is None or contact.email.rpartition("@")[2].startswith("example.")
        assert "555-01" in contact.phone or not contact.phone
