"""What every section of the evidence needs at hand, and the words they share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from playbooks.calendar import Calendar
from playbooks.facts import Count
from playbooks.wording import day_in_words
from sectorlaunch import calendars
from sectorlaunch.records import dates, invitations, meetings, partnerships, playbook_editions
from sectorlaunch.records import people as people_records
from sectorlaunch.tables import (
    Invitation,
    InvitationState,
    Meeting,
    Message,
    MessageState,
    Partnership,
    Person,
)


class Sending(NamedTuple):
    """What became of one message."""

    person_id: int
    state: MessageState
    sent_at: datetime | None


@dataclass(frozen=True)
class FactReader:
    session: Session
    now: datetime
    run_id: int
    partnership: Partnership
    partnership_id: int
    today: date
    numbers: dict[str, int]

    @classmethod
    def of(cls, session: Session, now: datetime, run_id: int) -> "FactReader":
        partnership = partnerships.partnership_of(session, run_id)
        return cls(
            session=session,
            now=now,
            run_id=run_id,
            partnership=partnership,
            partnership_id=partnership.pk,
            today=now.astimezone(ZoneInfo(partnership.zone)).date(),
            numbers={**playbook_editions.of_run(session, run_id).numbers, **partnership.numbers},
        )

    @cached_property
    def calendar(self) -> Calendar:
        return calendars.of(self.partnership)

    @cached_property
    def launch(self) -> Meeting | None:
        return meetings.launch_meeting(self.session, self.partnership_id)

    @cached_property
    def launch_on(self) -> date | None:
        return dates.launch_date(self.session, self.partnership)

    @cached_property
    def guests(self) -> list[tuple[Invitation, Person]]:
        """Everyone on the invitation list of the launch, and those who came without being on it."""
        return (
            []
            if self.launch is None or self.launch.id is None
            else invitations.invited(self.session, self.launch.id)
        )

    @cached_property
    def business_guests(self) -> list[tuple[Invitation, Person]]:
        sectors = people_records.sectors(self.session, [person for _, person in self.guests])
        return [(i, p) for i, p in self.guests if people_records.is_business(sectors, p)]

    @cached_property
    def public_guests(self) -> list[tuple[Invitation, Person]]:
        business = {person.id for _, person in self.business_guests}
        return [(i, p) for i, p in self.guests if p.id not in business]

    def on(self, moment: datetime) -> date:
        """The calendar date of a moment in the partnership's zone."""
        return moment.astimezone(ZoneInfo(self.partnership.zone)).date()

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
            self._sendings[kind].append(Sending(person_id, MessageState(state), sent_at))

    @cached_property
    def _sendings(self) -> dict[str, list[Sending]]:
        return {}

    def reached(self, kind: str) -> set[int]:
        """People a message of this kind was delivered to."""
        return {m.person_id for m in self.messages(kind) if m.state is MessageState.SENT}


def people(found: Iterable[Person], waiting: Iterable[str] = (), can_settle: Iterable[str] = ()) -> Count:
    names = tuple(person.name for person in found)
    return Count(value=len(names), names=names, waiting=tuple(waiting), can_settle=tuple(can_settle))


def in_state(guests: list[tuple[Invitation, Person]], *states: InvitationState) -> list[Person]:
    return [person for invitation, person in guests if invitation.state in states]


day = day_in_words
