"""The status of launches, in lines."""

from collections.abc import Iterator

from sqlmodel import Session

from sectorlaunch import wording
from sectorlaunch.records import partnerships
from sectorlaunch.status import status
from sectorlaunch.status.status import PartnershipStatus, ShutGate

PAGE = 200


def all_statuses(session: Session, slug: str) -> list[PartnershipStatus]:
    """Of one partnership, or of all when `slug` is empty. Raises NotFound."""
    if slug:
        return [status.of(session, partnerships.find(session, slug))]
    found: list[PartnershipStatus] = []
    after = 0
    while page := status.overview(session, after=after, limit=PAGE):
        found += page
        after = max(partnerships.find(session, one.slug).pk for one in page[-1:])
    return found


def lines(one: PartnershipStatus, *, detailed: bool) -> Iterator[str]:
    yield f"{one.name} ({one.slug})"
    if one.launch_on:
        yield f"  Launch: {wording.day(one.launch_on)}"
    if one.state == "done":
        yield "  Every step is done."
    else:
        yield f"  Step {one.step_number} of {one.steps}: {one.step_title}"
    for gate in one.gates:
        yield from _gate(one.slug, gate, detailed)
    for sentence in one.held_back:
        yield f"  Held back: {sentence}"


def _gate(slug: str, gate: ShutGate, detailed: bool) -> Iterator[str]:
    yield f"  Waits at the gate “{gate.title}” ({gate.key}):"
    for reason in gate.missing:
        yield f"    - {reason}"
    if gate.settled_by:
        yield f"    {wording.listing(gate.settled_by)} can settle it."
    if detailed:
        yield f"    sector-launch answer {slug} {gate.key} QUESTION --verdict done"
