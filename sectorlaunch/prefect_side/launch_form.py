"""The form that starts a partnership in the Prefect UI: the partnership file, as typed parameters of a flow.

What is entered is put into the words of a partnership file and read as one, so that the form, the file and the command
line know the same mistakes. The server holds the form to its JSON schema; the rest is said when the run begins.
"""

from collections.abc import Container, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from playbooks.model import Playbook
from playbooks.yaml_lines import FileMistakes
from sectorlaunch.errors import BadInput
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.files.chosen_playbook import chosen_by
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.files.partnership_fields import PartnershipFile
from sectorlaunch.tables import Sector

FORM = Path("form")
CONTACTS = Path("contacts")
_LONG: dict[str, Any] = {"format": "multiline"}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Person(_Part):
    """Somebody with a part in the launch; their questions and links come by e-mail."""

    name: str = Field(title="Name", max_length=200)
    email: str = Field(title="E-mail", max_length=254)
    organization: str = Field(title="Organization", max_length=200)
    title: str = Field(default="", title="Job title", max_length=200)
    phone: str = Field(default="", title="Phone", max_length=40)


class TeamMember(Person):
    sector: Sector = Field(title="Speaks for", description="The field they sit at the table for.")


class AboutPartnership(_Part):
    """What the partnership is, and where."""

    name: str = Field(
        title="Name", description="Such as High Valley Manufacturing Partnership.", max_length=200
    )
    slug: str = Field(
        title="Short name",
        description="Small letters, digits and hyphens: it stands in addresses and tags.",
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
    )
    industry: str = Field(title="Industry", max_length=200)
    naics: list[str] = Field(
        title="NAICS codes", description="Two to six digits, or a range such as 31-33.", min_length=1
    )
    region: str = Field(title="Region", description="Such as Larimer and Weld counties.", max_length=200)
    state: str = Field(title="State", description="Its two letters.", pattern=r"^[A-Z]{2}$")
    counties: list[str] = Field(title="Counties", min_length=1)
    time_zone: str = Field(
        default="America/New_York", title="Time zone", description="Such as America/Denver."
    )


class LaunchDay(_Part):
    """When and where business leaders are to meet. What is not settled yet is left out."""

    on: date = Field(title="Date")
    at: str = Field(default="", title="Hour", description="Such as 09:00.", max_length=5)
    place: str = Field(default="", title="Place", max_length=200)
    address: str = Field(default="", title="Address", max_length=300)


class FirstPeople(_Part):
    """Who convenes, who is on the support team, and the list of those who may be invited."""

    convener: Person = Field(title="Convener")
    support_team: list[TeamMember] = Field(default_factory=list, title="Support team")
    facilitator: Person | None = Field(default=None, title="Facilitator")
    scribe: Person | None = Field(default=None, title="Scribe")
    contacts: str = Field(
        default="",
        title="Contacts",
        description="The list of people, as CSV, with its headings in the first line.",
        json_schema_extra=_LONG,
    )


class NewLaunch(_Part):
    """All of it. A playbook is named by its key: a path would have the worker open a file."""

    partnership: AboutPartnership
    launch: LaunchDay
    people: FirstPeople
    playbook: str = Field(default="sector-launch", pattern=r"^[a-z0-9-]+$")


def files_of(
    entered: NewLaunch, now: datetime, started: Container[str], house: Mapping[str, str]
) -> tuple[PartnershipFile, ContactsFile | None, str, Playbook]:
    """What was entered, read as the two files are, and the playbook it chooses, as words and parsed.

    `started` are the partnerships there are, `house` the texts of the playbooks the house took in.
    Raises BadInput with every mistake, a sentence each.
    """
    mistakes: list[str] = []
    file = contacts = None
    try:
        file = partnership_file.read_as(FORM, _words(entered), now, started)
    except FileMistakes as found:
        mistakes += [f"{mistake.field}: {mistake.remedy}" for mistake in found.mistakes]
    try:
        if entered.people.contacts.strip():
            contacts = contacts_file.read_bytes(CONTACTS, entered.people.contacts.encode())
    except FileMistakes as found:
        mistakes += [str(mistake) for mistake in found.mistakes]
    try:
        if file is not None and not mistakes:
            return file, contacts, *chosen_by(file, house)
    except FileMistakes as found:
        mistakes += [f"{mistake.field}: {mistake.remedy}" for mistake in found.mistakes]
    raise BadInput("Nothing was started. " + " · ".join(mistakes))


def _words(entered: NewLaunch) -> str:
    """The partnership file that says the same."""
    about, launch, people = entered.partnership, entered.launch, entered.people
    team: dict[str, list[dict[str, Any]]] = {}
    for member in people.support_team:
        team.setdefault(member.sector.value, []).append(_filled(member.model_dump(exclude={"sector"})))
    said = {
        "slug": about.slug,
        "name": about.name,
        "industry": {"name": about.industry, "naics": about.naics},
        "region": {"name": about.region, "state": about.state, "counties": about.counties},
        "time_zone": about.time_zone,
        "playbook": entered.playbook,
        "convener": _filled(people.convener.model_dump()),
        "facilitator": _filled(people.facilitator.model_dump()) if people.facilitator else None,
        "scribe": _filled(people.scribe.model_dump()) if people.scribe else None,
        "support_team": team,
        "launch": _filled(
            {
                "date": launch.on.isoformat(),
                "time": launch.at,
                "place": launch.place,
                "address": launch.address,
            }
        ),
    }
    return yaml.safe_dump(_filled(said), allow_unicode=True, sort_keys=False)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what was left empty."""
    return {name: value for name, value in fields.items() if value not in ("", None, {}, [])}
