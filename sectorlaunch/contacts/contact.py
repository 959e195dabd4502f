"""One person of a list, whatever the list was written by, and what is said with the whole list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from languages import Language
from sectorlaunch.contacts.meanings import Meaning
from sectorlaunch.tables import RoleKind, Sector

FROM_BUSINESS = (RoleKind.CHAMPION, RoleKind.BUSINESS_LEADER)
LET_IN_ON_A_PAGE = (RoleKind.TEAM_LEAD, RoleKind.LEAD_WHO_LOOKS)
IN_THE_PARTNERSHIP_FILE = (RoleKind.CONVENER, RoleKind.CO_CONVENER, RoleKind.FACILITATOR, RoleKind.SCRIBE)
Wrong = tuple[str, str]
"""A column and the remedy for what it says."""


@dataclass(frozen=True)
class Given:
    """What the convener says about a whole list, for entries that do not say it themselves."""

    role: RoleKind | None = None
    sector: Sector | None = None
    columns: Mapping[str, Meaning | None] = field(default_factory=dict)
    """What single columns mean, matched by hand; None: the column is not to be read."""
    sheet: str = ""
    """Which sheet of a workbook; empty: the first that holds a list."""

    @property
    def says_something(self) -> bool:
        return self.role is not None or self.sector is not None


@dataclass(frozen=True)
class Assistant:
    """Who keeps an executive's calendar."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone)


NOBODY = Assistant()


@dataclass(frozen=True)
class Contact:
    """One person of a contacts file, with the line it is on."""

    line: int
    name: str
    email: str | None
    phone: str
    title: str
    organization: str
    sector: Sector
    role: RoleKind
    decides: bool
    relationship_owner: str | None
    """E-mail address of the team member who makes the ask."""
    note: str
    other_addresses: tuple[str, ...] = ()
    """Further e-mail addresses of the same person: they are not written to, they tell who this is."""
    assistant: Assistant = NOBODY
    language: Language | None = None
    """What their letters and pages are to be in; None: the list does not say."""
    remarks: tuple[str, ...] = ()
    """What was concluded from the entry, or left out of it, in words."""
    not_to_be_written_to: str = ""
    """What the list says of a wish not to be written to, in words; empty: nothing."""

    @property
    def name_and_organization(self) -> tuple[str, str]:
        return self.name.casefold(), self.organization.casefold()


@dataclass(frozen=True)
class Refused:
    """An entry that cannot be taken, and why."""

    line: int
    name: str
    why: str


def role_and_sector(
    role: RoleKind | None, sector: Sector | None
) -> tuple[RoleKind, Sector, tuple[Wrong, ...]]:
    """The role and sector meant, each filled in from the other, and what is wrong with the pair."""
    meant = sector or Sector.BUSINESS
    otherwise = RoleKind.BUSINESS_LEADER if meant is Sector.BUSINESS else RoleKind.PUBLIC_PARTNER
    return role or otherwise, meant, tuple(_wrong(role, sector))


def _wrong(role: RoleKind | None, sector: Sector | None) -> list[Wrong]:
    if role in LET_IN_ON_A_PAGE:
        return [("role", f"a {role} is let in on the partnership’s settings page, not here")]
    if role in IN_THE_PARTNERSHIP_FILE:
        return [("role", f"name the {role} in the partnership file, not here")]
    if role in FROM_BUSINESS and sector not in (None, Sector.BUSINESS):
        return [
            ("role", f"a {role} speaks for a business, and the sector says {sector}; change one of the two")
        ]
    if role in (RoleKind.PUBLIC_PARTNER, RoleKind.SUPPORT_TEAM) and sector in (None, Sector.BUSINESS):
        return [("sector", f"say which sector this {role} speaks for, such as education")]
    return []
