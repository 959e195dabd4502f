"""What somebody is asked once the launch is over: who was missing, whether their words may bear their name, where they join."""

from dataclasses import dataclass

from sqlmodel import select

from sectorlaunch.portal.views import standing
from sectorlaunch.portal.views.standing import Chosen
from sectorlaunch.records import documents, invitations, meeting_notes, people, priorities, teams
from sectorlaunch.records.about import THE_RUN
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Interest, InvitationState, Meeting, MeetingNote, Person


@dataclass(frozen=True)
class ToJoin:
    """What was chosen, and what they said of it."""

    chosen: Chosen
    said: Interest | None


@dataclass(frozen=True)
class AfterLaunch:
    meeting: Meeting
    was_there: bool
    missing: MeetingNote | None
    """What they said when asked who was missing."""
    quotes: list[MeetingNote]
    """Their words that may be printed with their name once they say so."""
    to_join: tuple[ToJoin, ...]
    is_business: bool
    is_on_a_team: bool

    @property
    def waits_for(self) -> str:
        """The one thing that is still to be said: "quotes", "missing", "join", or nothing."""
        if self.quotes:
            return "quotes"
        if self.was_there and self.missing is None:
            return "missing"
        has_said = any(one.said is not None for one in self.to_join)
        return "join" if self.to_join and self.is_business and not (self.is_on_a_team or has_said) else ""


def key_of(person_id: int) -> str:
    """What the note of somebody about who was missing is known by."""
    return f"{documents.WHO_WAS_MISSING}{person_id}"


def of_person(launch: Launch, person: Person) -> AfterLaunch | None:
    """None until the launch was held."""
    meeting, session = launch.meeting, launch.session
    if meeting is None or meeting.held_at is None:
        return None
    places = {guest.pk: place for place, guest in invitations.invited(session, meeting.pk)}
    place = places.get(person.pk)
    said = priorities.interests_of(session, person.pk)
    members = teams.team_members(session, launch.partnership_id, THE_RUN)
    return AfterLaunch(
        meeting=meeting,
        was_there=place is not None and place.state is InvitationState.ATTENDED,
        missing=session.exec(
            select(MeetingNote).where(
                MeetingNote.meeting_id == meeting.pk, MeetingNote.client_key == key_of(person.pk)
            )
        ).one_or_none(),
        quotes=meeting_notes.waiting_for(session, person.pk),
        to_join=tuple(ToJoin(one, said.get(one.priority_id)) for one in standing.chosen(launch)),
        is_business=people.is_business(people.sectors(session, [person]), person),
        is_on_a_team=person.pk in {member.pk for member in members},
    )
