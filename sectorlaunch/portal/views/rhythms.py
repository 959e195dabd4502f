"""The rhythms of a partnership's meetings as their page shows them."""

from dataclasses import dataclass
from datetime import datetime

from sectorlaunch.records import meetings, rhythms
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import MeetingKind, Rhythm

USUALLY = {MeetingKind.QUARTERLY: 3, MeetingKind.SUPPORT_TEAM: 1, MeetingKind.HEALTH_CHECK: 12}
"""Every how many months each kind is usually held."""


@dataclass(frozen=True)
class RhythmView:
    kind: MeetingKind
    rhythm: Rhythm | None
    dates: tuple[datetime, ...]
    """Local, those to come."""

    @property
    def title(self) -> str:
        return meetings.usual_title(self.kind)

    @property
    def words(self) -> str:
        return rhythms.words(self.rhythm) if self.rhythm is not None else ""

    @property
    def usual_months(self) -> int:
        return USUALLY.get(self.kind, 1)


def of_partnership(launch: Launch) -> list[RhythmView]:
    """One for each kind of meeting that comes round."""
    return [of(launch, kind) for kind in USUALLY]


def of(launch: Launch, kind: MeetingKind, team_id: int | None = None) -> RhythmView:
    found = rhythms.of_kind(launch.session, launch.partnership_id, kind, team_id)
    ahead = rhythms.ahead(launch, found) if found is not None else []
    return RhythmView(
        kind, found, tuple(one.starts_at.astimezone(launch.zone) for one in ahead if one.starts_at)
    )
