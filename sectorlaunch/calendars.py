"""The calendar of a partnership: its zone and the public holidays of its state."""

from playbooks.calendar import Calendar
from sectorlaunch.tables import Partnership

COUNTRY = "US"


def of(partnership: Partnership) -> Calendar:
    return Calendar(partnership.zone, COUNTRY, partnership.state)
