"""The ways of writing contacts in rows that can be read, a module each."""

from sectorlaunch.contacts.dialect import Dialect
from sectorlaunch.contacts.dialects import civicrm, google, google_before_2024, ours, outlook, plain_list

DIALECTS: tuple[Dialect, ...] = (
    google.DIALECT,
    google_before_2024.DIALECT,
    civicrm.DIALECT,
    outlook.DIALECT,
    plain_list.DIALECT,
    ours.DIALECT,
)
"""Asked in order; our own comes last and takes what no other recognizes, so that its mistakes are named."""
