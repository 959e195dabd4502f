"""A partnership starts the next one below it; and what happens there is looked at again above."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import yaml
from sqlmodel import Session

from playbooks.yaml_lines import FileMistakes
from sectorlaunch import events
from sectorlaunch.actions import copies
from sectorlaunch.actions import umbrella as umbrella_actions
from sectorlaunch.actions.partnerships import Created
from sectorlaunch.engine import partnerships
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import Happening
from sectorlaunch.files import partnership_file
from sectorlaunch.files.chosen_playbook import chosen_by
from sectorlaunch.records import house_playbooks, playbook_editions, umbrella
from sectorlaunch.records import partnerships as partnership_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.umbrella import MOST_PLANNED, why_not_below
from sectorlaunch.tables import Organization, Partnership, Person, PlannedRegion, RoleKind

THE_SAME = ""
"""The playbook the partnership above runs on, in the edition it runs on."""


@dataclass(frozen=True)
class NextOne:
    """A partnership to be started from the one above it. Days as in a partnership file: a date, or a number of weeks."""

    name: str
    launch: str
    convener_id: int
    """Who convenes it, of the people above."""
    region: str = ""
    counties: tuple[str, ...] = ()
    playbook: str = THE_SAME
    roles: Mapping[int, RoleKind] = field(default_factory=dict)
    """Whom it has on its list besides, of the people above, and as what."""


def start_next(
    session: Session,
    now: datetime,
    run_id: int,
    wanted: NextOne,
    place: PlannedRegion | None = None,
    *,
    by: str,
) -> Created:
    """Starts the next partnership below one, with its sector, place, people and words, and hangs it there.

    `place` is where in the plan it stands; one that is taken gets another beside it. Raises BadInput with what is wrong,
    NotAllowed where it would stand too deep; nothing has been done then.
    """
    launch = Launch.of(session, now, run_id)
    above = launch.partnership
    if len(umbrella.below(session, above.pk)) >= MOST_PLANNED:
        raise NotAllowed(f"{MOST_PLANNED} partnerships hang below this one; take one out first.")
    why = why_not_below(1 + len(umbrella.above(session, above)), 1, is_circle=False)
    if why:
        raise NotAllowed(why)
    with session.begin_nested():
        if place is not None and place.partnership_id is not None:
            place = umbrella_actions.plan_region(session, now, run_id, place.region, place.counties, by=by)
        created = _start(launch, wanted, place)
        child = session.get_one(Partnership, created.partnership_id)
        copies.copy_words(session, now, above.pk, child.pk, by=by)
        chosen = {key: kind for key, kind in wanted.roles.items() if key != wanted.convener_id}
        copies.copy_people(session, now, above.pk, child.slug, chosen, by=by)
        umbrella_actions.hang(session, now, child, above, place, by=by)
    return created


def _start(launch: Launch, wanted: NextOne, place: PlannedRegion | None) -> Created:
    session, above = launch.session, launch.partnership
    region = place.region if place is not None else wanted.region.strip() or above.region
    counties = list((place.counties if place is not None else wanted.counties) or above.counties)
    data = {
        "slug": _free_slug(session, wanted.name),
        "name": wanted.name,
        "industry": {"name": above.industry, "naics": above.naics},
        "region": {"name": region, "state": above.state, "counties": counties},
        "time_zone": above.zone,
        "language": above.language.value,
        "convener": _convener(launch, wanted.convener_id),
        "launch": {"date": wanted.launch},
        **({"playbook": wanted.playbook} if wanted.playbook else {}),
    }
    try:
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        file = partnership_file.read_as(Path("the form"), text, launch.now)
        if wanted.playbook == THE_SAME:
            chosen = playbook_editions.edition_of(session, launch.run_id).text, launch.playbook
        else:
            chosen = chosen_by(file, house_playbooks.texts(session))
        return partnerships.start(session, launch.now, file, None, *chosen)
    except FileMistakes as found:
        said = "; ".join(f"{one.field.replace('.', ' ')}: {one.remedy}" for one in found.mistakes)
        raise BadInput(f"{said[:1].upper()}{said[1:]}.") from None


def _convener(launch: Launch, person_id: int) -> dict[str, str]:
    person = launch.session.get(Person, person_id)
    if person is None or person not in umbrella.to_be_copied(launch.session, launch.partnership_id):
        raise BadInput("Choose who convenes it: somebody who holds a role here and may be written to.")
    place = launch.session.get(Organization, person.organization_id or 0)
    if place is None:
        raise BadInput(f"Note the organization of {person.name} first.")
    found = {
        "name": person.name,
        "email": person.email or "",
        "organization": place.name,
        "sector": place.sector.value,
        "title": person.job_title,
        "phone": person.phone,
    }
    language = {"language": person.language.value} if person.language else {}
    return {key: words for key, words in found.items() if words} | language


def _free_slug(session: Session, name: str) -> str:
    """A short name of its own; whether another partnership has it already is said to nobody."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:50].strip("-") or "partnership"
    taken = partnership_records.started(session)
    return next(
        slug for number in range(1, len(taken) + 2) if (slug := _numbered(plain, number)) not in taken
    )


def _numbered(plain: str, number: int) -> str:
    return plain if number == 1 else f"{plain}-{number}"


def look_above(launch: Launch, happened: Happening) -> None:
    """What a gate above counts may have changed: it is looked at in the same breath."""
    parent_id = launch.partnership.parent_id
    if parent_id is not None:
        events.touch(launch.session, partnership_records.run_of(launch.session, parent_id).pk)
