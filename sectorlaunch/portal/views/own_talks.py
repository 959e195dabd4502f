"""Talks of two on a personal page: the times a champion picks from, the talks that stand, the hours somebody offers."""

from dataclasses import dataclass
from datetime import datetime

from sectorlaunch.records import talks
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.talks import Talk
from sectorlaunch.rules.talk_times import LENGTHS
from sectorlaunch.tables import TalkHours


@dataclass(frozen=True)
class OwnTalks:
    times: list[datetime]
    """What a champion may pick from."""
    standing: Talk | None
    """The talk of a champion with whoever asks them."""
    others: list[Talk]
    """Of somebody who asks champions: the talks ahead."""
    offers: bool
    """Whether they are somebody champions talk to, or were, and may end it."""
    hours: TalkHours | None
    minutes: int = 0
    """How long a talk takes that is offered."""
    lengths: tuple[int, ...] = LENGTHS

    @property
    def weekdays(self) -> list[int]:
        return list(self.hours.weekdays) if self.hours else [0, 1, 2, 3, 4]


def of_person(launch: Launch, person_id: int, *, for_assistant: bool) -> OwnTalks:
    standing = talks.of_two(launch, person_id)
    hours = None if for_assistant else talks.hours_of(launch.session, person_id)
    offers = not for_assistant and (hours is not None or talks.asks_champions(launch, person_id))
    owner = talks.owner_of(launch, person_id)
    theirs = talks.hours_of(launch.session, owner.pk) if owner is not None else None
    return OwnTalks(
        times=talks.offered(launch, person_id, standing.meeting.id if standing else None),
        standing=standing,
        others=[
            one
            for one in talks.of_person(launch, person_id)
            if standing is None or one.meeting.id != standing.meeting.id
        ],
        offers=offers,
        hours=hours,
        minutes=theirs.minutes if theirs is not None else 0,
    )
