"""What a partnership file holds, field by field."""

from collections.abc import Iterator, Mapping
from datetime import date as Day
from datetime import time as Hour
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from languages import DEFAULT, Language
from playbooks.calendar import Calendar
from playbooks.yaml_lines import Path_
from sectorlaunch import plain_values
from sectorlaunch.files import launch_dates, scope_values
from sectorlaunch.files.launch_dates import InWeeks
from sectorlaunch.tables import PlaceKind, RoleKind, Sector

Line = Annotated[str, BeforeValidator(plain_values.filled_line)]
OptionalLine = Annotated[str, BeforeValidator(lambda value: plain_values.one_line(value or ""))]
Email = Annotated[str, BeforeValidator(plain_values.email_address)]
Phone = Annotated[str, BeforeValidator(plain_values.phone_number)]
Guests = Annotated[int, BeforeValidator(plain_values.whole_number(1, 1000))]
Threshold = Annotated[int, BeforeValidator(plain_values.whole_number(0, 100_000))]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _has_keys(cls, value: object) -> object:
        if isinstance(value, Mapping):
            return value
        keys = ", ".join(name for name, field in cls.model_fields.items() if field.is_required())
        raise ValueError(f"put these keys beneath it, indented: {keys}")


class PersonEntry(_Part):
    """Somebody with a part in the launch. E-mail is needed: their questions and links come by it."""

    name: Line
    email: Email
    organization: Line = Field(validation_alias=AliasChoices("organization", "organisation"))
    """Taken in both spellings."""
    title: OptionalLine = ""
    phone: Phone = ""
    sector: Annotated[Sector | None, BeforeValidator(plain_values.optional_sector)] = None
    """The kind of organization; see `PartnershipFile.sector_of` for where it comes from when absent."""
    language: Annotated[Language | None, BeforeValidator(plain_values.optional_language)] = None
    """What their letters and pages are in, when it differs from the partnership's."""


class Industry(_Part):
    name: Line
    naics: Annotated[
        tuple[Annotated[str, BeforeValidator(scope_values.naics)], ...],
        BeforeValidator(scope_values.filled_list),
    ]


class Region(_Part):
    name: Line
    state: Annotated[str, BeforeValidator(scope_values.state)]
    counties: Annotated[tuple[Line, ...], BeforeValidator(scope_values.filled_list)]


class Launch(_Part):
    date: Annotated[Day | InWeeks, BeforeValidator(launch_dates.read_date)]
    time: Annotated[Hour | None, BeforeValidator(launch_dates.read_time)] = None
    minutes: Annotated[int, BeforeValidator(plain_values.whole_number(15, 720))] = 120
    place: OptionalLine = ""
    address: OptionalLine = ""
    place_kind: Annotated[PlaceKind | None, BeforeValidator(scope_values.place_kind)] = None


People = Annotated[tuple[PersonEntry, ...], BeforeValidator(scope_values.a_list)]
TeamSector = Annotated[Sector, BeforeValidator(scope_values.team_sector)]


class PartnershipFile(_Part):
    """A partnership as its convener wrote it down. Made by `partnership_file.read`."""

    slug: Annotated[str, BeforeValidator(scope_values.slug)]
    name: Line
    industry: Industry
    region: Region
    time_zone: Annotated[str, BeforeValidator(plain_values.time_zone)]
    language: Annotated[Language, BeforeValidator(plain_values.language)] = DEFAULT
    """What letters and personal pages are in, for everybody who has said nothing else: English or Spanish."""
    playbook: Line = "sector-launch"
    """The key of a playbook that comes with the product, or the path of a file of one's own."""
    convener: PersonEntry | None = None
    co_conveners: People = ()
    facilitator: PersonEntry | None = None
    scribe: PersonEntry | None = None
    support_team: Annotated[dict[TeamSector, People], BeforeValidator(scope_values.a_mapping)] = Field(
        default_factory=dict
    )
    launch: Launch
    target_in_the_room: Guests | None = None
    critical_mass: Guests | None = None
    numbers: Annotated[dict[str, Threshold], BeforeValidator(scope_values.a_mapping)] = Field(
        default_factory=dict
    )
    """Thresholds of the playbook that are different here, by name."""

    _path: Path = PrivateAttr(default=Path("partnership.yaml"))
    _lines: dict[Path_, int] = PrivateAttr(default_factory=dict)

    @property
    def path(self) -> Path:
        """The file it was read from."""
        return self._path

    @property
    def lines(self) -> Mapping[Path_, int]:
        """The line of every key, for checks that come later."""
        return self._lines

    @property
    def playbook_path(self) -> Path | None:
        """The playbook file it names, beside the partnership file; None when it names one by its key."""
        if "/" in self.playbook or self.playbook.endswith((".yaml", ".yml")):
            return self._path.parent / Path(self.playbook).expanduser()
        return None

    @property
    def thresholds(self) -> dict[str, int]:
        """Every number that differs from the playbook's, by the playbook's name for it."""
        named = {"target_in_the_room": self.target_in_the_room, "critical_mass": self.critical_mass}
        return {**self.numbers, **{name: value for name, value in named.items() if value is not None}}

    def launch_on(self, today: Day) -> Day:
        """The target day of the launch; one given in weeks is counted from `today`, to a business day."""
        return launch_dates.resolve(
            self.launch.date, today, Calendar(self.time_zone, subdivision=self.region.state)
        )

    def people(self) -> Iterator[tuple[RoleKind, Sector, PersonEntry]]:
        """Everyone in the file with the role they hold and the sector they speak for."""
        leads = [self.convener] if self.convener else []
        for kind, entries in (
            (RoleKind.CONVENER, leads),
            (RoleKind.CO_CONVENER, list(self.co_conveners)),
            (RoleKind.FACILITATOR, [self.facilitator] if self.facilitator else []),
            (RoleKind.SCRIBE, [self.scribe] if self.scribe else []),
        ):
            for entry in entries:
                yield kind, self.sector_of(entry), entry
        for sector, members in self.support_team.items():
            for entry in members:
                yield RoleKind.SUPPORT_TEAM, entry.sector or sector, entry

    def sector_of(self, entry: PersonEntry) -> Sector:
        """The sector of a convener, facilitator or scribe: as written, or that of a team member from the
        same organization, else workforce development, the usual home of a convener."""
        if entry.sector:
            return entry.sector
        for sector, members in self.support_team.items():
            if any(member.organization.casefold() == entry.organization.casefold() for member in members):
                return sector
        return Sector.WORKFORCE
