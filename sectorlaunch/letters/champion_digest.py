"""The short week of a champion who asked for it: who comes, what they promised, what is ahead."""

from sqlmodel import col, select

from languages import formatting
from notifications.context import DatedLine
from sectorlaunch.letters import champion
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import invitations, letter, meetings, people
from sectorlaunch.tables import Commitment, CommitmentState, InvitationState, Meeting, MeetingKind


def champion_digest(source: LetterSource) -> Fields:
    places = (
        invitations.invited(source.launch.session, source.launch.meeting.id)
        if source.launch.meeting and source.launch.meeting.id
        else []
    )
    sectors = people.sectors(source.launch.session, [person for _, person in places])
    leaders = [
        (place, person)
        for place, person in places
        if people.is_business(sectors, person) and person.id != source.person.id
    ]
    has_left = letter.has_gone_to(source.launch.session, source.launch.run_id) > 0
    own = source.launch.session.exec(
        select(Commitment)
        .where(
            Commitment.partnership_id == source.launch.partnership_id,
            Commitment.owner_id == source.person.id,
            Commitment.state == CommitmentState.OPEN,
        )
        .order_by(col(Commitment.due_on), col(Commitment.id))
    )
    is_ahead = source.launch.meeting is not None and source.launch.meeting.held_at is None
    before = champion.promised(source, champion.on_pipeline(source)) if is_ahead else ()
    return {
        "guests": tuple(
            source.named(person.id) for place, person in leaders if place.state is InvitationState.ACCEPTED
        )
        if is_ahead
        else (),
        "maybe": sum(place.state is InvitationState.TENTATIVE for place, _ in leaders) if is_ahead else 0,
        "invited": len(leaders) if is_ahead and has_left else 0,
        "promises": (*before, *(source.commitment_brief(commitment) for commitment in own)),
        "ahead": _meetings_ahead(source),
        "is_over": source.launch.meeting is not None and source.launch.meeting.held_at is not None,
    }


def _meetings_ahead(source: LetterSource) -> tuple[DatedLine, ...]:
    """The next meetings the reader has a place at, and the launch."""
    seen = [
        meeting
        for kind in MeetingKind
        for meeting in meetings.of_kind(source.launch.session, source.launch.partnership_id, kind)
        if meeting.starts_at is not None
        and meeting.starts_at > source.launch.now
        and _has_a_place(source, meeting)
    ]
    dated = sorted(seen, key=lambda meeting: meeting.starts_at or source.launch.now)[:_AHEAD]
    lines = tuple(
        DatedLine(
            when_words=formatting.short_moment(source.language, meeting.starts_at, source.zone),
            what=meeting.title,
        )
        for meeting in dated
        if meeting.starts_at is not None
    )
    undated = source.launch.meeting is not None and source.launch.meeting.starts_at is None
    return (*lines, *(champion.what_comes(source) if undated else ()))


_AHEAD = 3


def _has_a_place(source: LetterSource, meeting: Meeting) -> bool:
    if meeting.kind is MeetingKind.LAUNCH:
        return True
    return any(
        person.id == source.person.id for _, person in invitations.invited(source.launch.session, meeting.pk)
    )
