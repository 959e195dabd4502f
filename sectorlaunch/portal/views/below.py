"""A partnership above others: what is planned, what hangs below, whom it may be started with, and what it hangs below itself."""

from dataclasses import dataclass

from sectorlaunch.actions import copies
from sectorlaunch.records import house_playbooks, people, umbrella
from sectorlaunch.records.house_playbooks import Offered
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.umbrella import DEEPEST, Counts
from sectorlaunch.status import below
from sectorlaunch.status.below import Row, Total
from sectorlaunch.tables import HangingAsk, Partnership, Person, PlannedRegion, RoleKind

KEEP_THEIRS = (RoleKind.CO_CONVENER, RoleKind.FACILITATOR, RoleKind.SCRIBE, RoleKind.SUPPORT_TEAM)
"""Of the team above, those are offered with the role they hold; everybody else as not on the list."""


@dataclass(frozen=True)
class Candidate:
    """Somebody of this partnership who may be on the list of the next one."""

    id: int
    name: str
    role: str
    """With which they are offered; empty: not on its list."""


@dataclass(frozen=True)
class Place:
    """A place in the plan, with the name of the partnership that has taken it."""

    region: PlannedRegion
    taken_by: str


@dataclass(frozen=True)
class BelowPage:
    counts: Counts
    rows: list[Row]
    total: Total
    places: list[Place]
    candidates: list[Candidate]
    convener_id: int
    playbooks: list[Offered]
    asked: list[HangingAsk]
    """What this one has asked others."""
    above: Partnership | None
    asked_by: list[tuple[HangingAsk, Partnership]]
    """Which partnerships have asked this one."""
    may_start: bool
    """Whether there is a level left below it."""


def of(launch: Launch, viewer_person_id: int | None) -> BelowPage:
    session, partnership = launch.session, launch.partnership
    children = umbrella.below(session, partnership.pk)
    rows = below.rows(session, launch.now, children)
    names = {child.pk: child.name for child in children}
    above = umbrella.above(session, partnership)
    copied = umbrella.to_be_copied(session, partnership.pk)
    return BelowPage(
        counts=umbrella.counts(session, partnership),
        rows=rows,
        total=below.total(rows),
        places=[
            Place(place, names.get(place.partnership_id or 0, ""))
            for place in umbrella.regions(session, partnership.pk)
        ],
        candidates=[_candidate(launch, person) for person in copied],
        convener_id=viewer_person_id or launch.convener.pk,
        playbooks=[one for one in house_playbooks.offered(session) if not one.mistake],
        asked=umbrella.open_asks_of(session, partnership.pk),
        above=above[0] if above else None,
        asked_by=umbrella.open_asks_to(session, [partnership.pk]),
        may_start=1 + len(above) < DEEPEST,
    )


def _candidate(launch: Launch, person: Person) -> Candidate:
    held = people.roles_of(launch.session, launch.partnership_id, person.pk)
    kept = next((kind for kind in KEEP_THEIRS if kind in held), None)
    if kept is None and RoleKind.CONVENER in held:
        kept = RoleKind.CO_CONVENER
    assert kept is None or kept in copies.ROLES
    return Candidate(person.pk, person.name, kept.value if kept else "")
