"""The guests of the launch as the convener sees them: who was written to, what they said, and whether they fill the room."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from notifications.rendering import kinds_with
from playbooks.funnel import Funnel
from sectorlaunch.facts import invitations as invitation_facts
from sectorlaunch.records import invitations, lead_time, people
from sectorlaunch.records import waves as wave_records
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Invitation, InvitationState, Meeting, Message, MessageState, Person

GROUPS = (
    (InvitationState.INVITED, "Not answered"),
    (InvitationState.TENTATIVE, "Maybe"),
    (InvitationState.TO_CONFIRM, "To say again, for the new date"),
    (InvitationState.WAITING, "Waiting for a place"),
    (InvitationState.ACCEPTED, "Coming"),
    (InvitationState.DECLINED, "Not coming"),
    (InvitationState.ATTENDED, "Was there"),
    (InvitationState.NO_SHOW, "Did not come"),
)


NO_LETTER, BY_PHONE = "no letter yet", "no address: by phone"


@dataclass(frozen=True)
class Guest:
    person: Person
    company: str
    is_business: bool
    place: Invitation
    letter: str
    """What became of their letter: "letter sent", "in the outbox", "no letter yet", "by phone" and the like."""

    @property
    def may_choose(self) -> bool:
        """Whether their wave is still open: no letter was written to them."""
        return self.letter in (NO_LETTER, BY_PHONE)

    @property
    def replied_by(self) -> str:
        """Who noted the answer, when it was not the guest."""
        return self.place.replied_by if self.place.replied_by != self.person.name else ""


@dataclass(frozen=True)
class GuestsPage:
    launch: Meeting
    groups: list[tuple[str, list[Guest]]]
    """By what they answered; without empty ones."""
    funnel: Funnel | None
    """None where the playbook's rates cannot be used."""
    warnings: tuple[str, ...]
    waves: str
    """How the waves of the letter stand, in sentences; empty while everyone is written to at once."""
    wave_objection: str
    """Why the second wave should not leave as things stand; empty when it may, or there is none."""
    second_waits: bool
    """Whether there is a second wave that has not left."""
    wave_days: int
    by_funnel: bool

    @property
    def count(self) -> int:
        return sum(len(guests) for _, guests in self.groups)

    @property
    def everyone(self) -> list[Guest]:
        """In the order of the list."""
        return sorted((g for _, guests in self.groups for g in guests), key=lambda g: g.place.pk)

    @property
    def has_waves_ahead(self) -> bool:
        """Whether who is written to first can still be chosen."""
        undecided = any(guest.may_choose for guest in self.everyone)
        return self.takes_answers and undecided and (self.second_waits or not self.waves)

    @property
    def takes_answers(self) -> bool:
        return self.launch.held_at is None


def guests(launch: Launch) -> GuestsPage | None:
    """Everyone on the list of the launch; None where there is no launch."""
    meeting = launch.meeting
    if meeting is None or meeting.id is None:
        return None
    places = invitations.invited(launch.session, meeting.id)
    sectors = people.sectors(launch.session, [person for _, person in places])
    letters = _letters(launch.session, launch.run_id)
    everyone = [
        Guest(
            person=person,
            company=people.organization_name(launch.session, person),
            is_business=people.is_business(sectors, person),
            place=place,
            letter=_letter(person, letters.get(person.pk)),
        )
        for place, person in places
    ]
    funnel, warnings = invitation_facts.planned(launch)
    second_waits = wave_records.leaves_on(launch) is not None
    groups = [(title, [one for one in everyone if one.place.state is state]) for state, title in GROUPS]
    return GuestsPage(
        launch=meeting,
        groups=[(title, found) for title, found in groups if found],
        funnel=funnel,
        warnings=warnings,
        waves=wave_records.words(launch),
        wave_objection=lead_time.objection(launch) if second_waits else "",
        second_waits=second_waits,
        wave_days=wave_records.number(launch, wave_records.DAYS),
        by_funnel=bool(wave_records.number(launch, wave_records.BY_FUNNEL)),
    )


def _letters(session: Session, run_id: int) -> dict[int, MessageState]:
    """The state of each guest's invitation letter, the newest that was written."""
    written = (
        select(Message.person_id, Message.state)
        .where(
            Message.run_id == run_id,
            col(Message.kind).in_(kinds_with("invites")),
            col(Message.copy_of_id).is_(None),
        )
        .order_by(col(Message.id))
    )
    return {person_id: MessageState(state) for person_id, state in session.exec(written) if person_id}


def _letter(person: Person, state: MessageState | None) -> str:
    if state is None or state is MessageState.CANCELED:
        return NO_LETTER if person.email else BY_PHONE
    return _BECAME.get(state, f"letter {state.value}")


_BECAME = {
    MessageState.SENT: "letter sent",
    MessageState.QUEUED: "letter in the outbox",
    MessageState.LEASED: "letter on its way",
}
