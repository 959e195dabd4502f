"""The ways of writing contacts in rows that need more than a column's own words, a module each; `plain_list` reads the rest."""

from sectorlaunch.contacts.dialect import Dialect
from sectorlaunch.contacts.dialects import civicrm, google, google_before_2024, ours

DIALECTS: tuple[Dialect, ...] = (google.DIALECT, google_before_2024.DIALECT, civicrm.DIALECT, ours.DIALECT)
"""Asked in order."""
