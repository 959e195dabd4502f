"""The short week of a champion who asked for it: who comes, what they promised, what is ahead."""

from sqlmodel import col, select

from notifications.context import DatedLine
from sectorlaunch import wording
from sectorlaunch.letters import champion
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import invitations, letter, meetings, people
from sectorlaunch.tables import Commitment, CommitmentState, InvitationState, Meeting, MeetingKind


def champion_digest(desk: LetterSource) -> Fields:
    places = invitations.invited(desk.session, desk.launch.id) if desk.launch and desk.launch.id else []
    sectors = people.sectors(desk.session, [person for _, person in places])
    leaders = [
        (place, person)
        for place, person in places
        if people.is_business(sectors, person) and person.id != desk.person.id
    ]
    has_left = letter.has_gone_to(desk.session, desk.run_id) > 0
    own = desk.session.exec(
        select(Commitment)
        .where(
            Commitment.partnership_id == desk.partnership_id,
            Commitment.owner_id == desk.person.id,
            Commitment.state == CommitmentState.OPEN,
        )
        .order_by(col(Commitment.due_on), col(Commitment.id))
    )
    is_ahead = desk.launch is not None and desk.launch.held_at is None
    before = champion.promised(desk, champion.on_pipeline(desk)) if is_ahead else ()
    return {
        "guests": tuple(
            desk.named(person.id) for place, person in leaders if place.state is InvitationState.ACCEPTED
        )
        if is_ahead
        else (),
        "maybe": sum(place.state is InvitationState.TENTATIVE for place, _ in leaders) if is_ahead else 0,
        "invited": len(leaders) if is_ahead and has_left else 0,
        "promises": (*before, *(desk.commitment_brief(commitment) for commitment in own)),
        "ahead": _meetings_ahead(desk),
        "is_over": desk.launch is not None and desk.launch.held_at is not None,
    }


def _meetings_ahead(desk: LetterSource) -> tuple[DatedLine, ...]:
    """The next meetings the reader has a place at, and the launch."""
    seen = [
        meeting
        for kind in MeetingKind
        for meeting in meetings.of_kind(desk.session, desk.partnership_id, kind)
        if meeting.starts_at is not None and meeting.starts_at > desk.now and _has_a_place(desk, meeting)
    ]
    dated = sorted(seen, key=lambda meeting: meeting.starts_at or desk.now)[:_AHEAD]
    lines = tuple(
        DatedLine(when_words=wording.moment(meeting.starts_at, desk.zone), what=meeting.title)
        for meeting in dated
        if meeting.starts_at is not None
    )
    undated = desk.launch is not None and desk.launch.starts_at is None
    return (*lines, *(champion.what_comes(desk) if undated else ()))


_AHEAD = 3


def _has_a_place(desk: LetterSource, meeting: Meeting) -> bool:
    if meeting.kind is MeetingKind.LAUNCH:
        return True
    return any(person.id == desk.person.id for _, person in invitations.invited(desk.session, meeting.pk))
