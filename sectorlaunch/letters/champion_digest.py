"""The short week of a champion who asked for it: who comes, what they promised, what is ahead."""

from languages import formatting
from notifications.context import DatedLine
from sectorlaunch.letters import action, champion
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import invitations, letter, meetings, people
from sectorlaunch.tables import Invitation, InvitationState, Meeting, MeetingKind, Person


def champion_digest(source: LetterSource) -> Fields:
    meeting = source.launch.meeting
    is_over = meeting is not None and meeting.held_at is not None
    ahead = None if is_over else meeting
    leaders = _leaders(source, ahead) if ahead is not None else []
    has_left = letter.has_gone_to(source.launch.session, source.launch.run_id) > 0
    before = champion.promised(source, champion.on_pipeline(source)) if ahead is not None else ()
    return {
        "guests": tuple(
            source.named(person.id) for place, person in leaders if place.state is InvitationState.ACCEPTED
        ),
        "maybe": sum(place.state is InvitationState.TENTATIVE for place, _ in leaders),
        "invited": len(leaders) if has_left else 0,
        "promises": (*before, *action.own_commitments(source)),
        "ahead": _meetings_ahead(source),
        "is_over": is_over,
    }


def _leaders(source: LetterSource, meeting: Meeting) -> list[tuple[Invitation, Person]]:
    """The business leaders who were invited, without the reader."""
    places = invitations.invited(source.launch.session, meeting.pk)
    sectors = people.sectors(source.launch.session, [person for _, person in places])
    return [
        (place, person)
        for place, person in places
        if people.is_business(sectors, person) and person.id != source.person.id
    ]


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
            what=meetings.title_in(source.language, meeting),
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
