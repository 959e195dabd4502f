"""What every section of the evidence needs at hand, and the words they share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from sqlmodel import col, select

from notifications.rendering import kinds_with
from notifications.traits import CountsAs
from playbooks.facts import Count
from playbooks.frozen import Frozen
from playbooks.wording import day_in_words
from sectorlaunch.records import dates, invitations
from sectorlaunch.records import people as people_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    Invitation,
    InvitationState,
    Meeting,
    Message,
    MessageState,
    Organization,
    Person,
    Role,
)

SPOKEN_FOR = (Person, Organization, Role)
"""The tables behind who somebody is and speaks for."""
GUESTS = (Meeting, Invitation, *SPOKEN_FOR)
"""The tables behind who is at the launch."""


class Sending(NamedTuple):
    """What became of one message."""

    person_id: int
    state: MessageState
    sent_at: datetime | None


class FactReader(Launch):
    """The launch, with what several sections ask of it, read once. For one gathering of facts."""

    @classmethod
    def on_launch(cls, launch: Launch) -> "FactReader":
        return cls(launch.session, launch.now, launch.run_id)

    @cached_property
    def launch_on(self) -> date | None:
        return dates.launch_date(self.session, self.partnership)

    @cached_property
    def guests(self) -> list[tuple[Invitation, Person]]:
        """Everyone on the invitation list of the launch, and those who came without being on it."""
        return [] if self.meeting is None else invitations.invited(self.session, self.meeting.pk)

    @cached_property
    def business_guests(self) -> list[tuple[Invitation, Person]]:
        sectors = people_records.sectors(self.session, [person for _, person in self.guests])
        return [(i, p) for i, p in self.guests if people_records.is_business(sectors, p)]

    @cached_property
    def public_guests(self) -> list[tuple[Invitation, Person]]:
        business = {person.id for _, person in self.business_guests}
        return [(i, p) for i, p in self.guests if p.id not in business]

    def messages(self, kind: str) -> list[Sending]:
        """The messages of a kind, without their words: there may be many and the words are long."""
        if kind not in self._sendings:
            self.read_messages(kind)
        return self._sendings[kind]

    def read_messages(self, *kinds: str) -> None:
        """Reads the messages of several kinds in one query, for a section that looks at each of them."""
        rows = self.session.exec(
            select(Message.kind, Message.person_id, Message.state, Message.sent_at).where(
                Message.run_id == self.run_id,
                col(Message.kind).in_(kinds),
                col(Message.copy_of_id).is_(None),
            )
        )
        self._sendings.update((kind, []) for kind in kinds)
        for kind, person_id, state, sent_at in rows:
            assert person_id is not None  # what a run writes is for its people
            self._sendings[kind].append(Sending(person_id, MessageState(state), sent_at))

    @cached_property
    def _sendings(self) -> dict[str, list[Sending]]:
        return {}

    def reached(self, what: CountsAs) -> set[int]:
        """People to whom a message was delivered that counts as this."""
        return {m.person_id for m in self.counting_as(what) if m.state is MessageState.SENT}

    def counting_as(self, what: CountsAs) -> list[Sending]:
        return [sending for kind in kinds_with("counts_as", what) for sending in self.messages(kind)]


@dataclass(frozen=True)
class Section:
    """A section of the facts: what fills it, and the tables whose rows can change it.

    The partnership and its run are behind every section and are not named.
    """

    fill: Callable[[FactReader], Frozen]
    tables: frozenset[type]

    def __call__(self, reader: FactReader) -> Frozen:
        return self.fill(reader)


def reads(*tables: type) -> Callable[[Callable[[FactReader], Frozen]], Section]:
    """Says on the function that fills a section what it reads; a test compares it with the statements sent."""
    return lambda fill: Section(fill, frozenset(tables))


def counted(
    found: Iterable[Person],
    waiting: Iterable[str] = (),
    can_settle: Iterable[str] = (),
    nothing_yet: str = "",
) -> Count:
    names = tuple(person.name for person in found)
    return Count(
        value=len(names),
        names=names,
        waiting=tuple(waiting),
        can_settle=tuple(can_settle),
        nothing_yet=nothing_yet,
    )


def in_state(guests: list[tuple[Invitation, Person]], *states: InvitationState) -> list[Person]:
    return [person for invitation, person in guests if invitation.state in states]


day = day_in_words
