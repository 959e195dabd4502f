"""Private calendars to subscribe to: a person's own dates, or those of one action team."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, or_, select

from languages import Language
from notifications import phrases
from notifications.calendar import MeetingDate, feed
from sectorlaunch.records import access, people
from sectorlaunch.records.meetings import entry_place, entry_title
from sectorlaunch.tables import (
    AccessLink,
    ActionTeam,
    Invitation,
    InvitationState,
    LinkPurpose,
    Meeting,
    Partnership,
    Person,
    TeamMember,
)

KEPT = timedelta(days=90)
"""How long a meeting that is over stays in the calendar."""
TOLD_BEFORE = timedelta(days=30)
"""How long before a calendar address ends that stands in the calendar itself."""
ENTRY = timedelta(minutes=30)
UID_DOMAIN = "feeds.sector-launch.invalid"
LONG_AGO = datetime.min.replace(tzinfo=UTC)


def read_feed(session: Session, now: datetime, token: str) -> str | None:
    """The calendar of a token, as text; None for one that does not hold, or whose holder has left the team."""
    link = access.look_up(session, now, token, LinkPurpose.FEED)
    if link is None or link.partnership_id is None:
        return None
    partnership = session.get_one(Partnership, link.partnership_id)
    language = people.language_of(session, session.get_one(Person, link.person_id))
    if link.team_id is None:
        dates = [*_dates(now, partnership, _own(session, link), language), *_its_own_end(now, link, language)]
        return feed(dates, partnership.name)
    team = session.get_one(ActionTeam, link.team_id)
    if not is_in_team(session, link.team_id, link.person_id):
        return None
    calls = select(Meeting).where(Meeting.team_id == team.id)
    dates = [
        *_dates(now, partnership, session.exec(calls).all(), language),
        *_its_own_end(now, link, language),
    ]
    return feed(dates, f"{partnership.name}: {team.name}")


def _its_own_end(now: datetime, link: AccessLink, language: Language) -> list[MeetingDate]:
    """A calendar that stopped without a word would be taken for one without meetings: its end is a date in it."""
    if link.expires_at is None or link.expires_at - now > TOLD_BEFORE:
        return []
    return [
        MeetingDate(
            uid=f"end-of-{link.token_hash[:20]}@{UID_DOMAIN}",
            sequence=0,
            title=phrases.say(language, "feed.stops"),
            starts_at=link.expires_at - ENTRY,
            ends_at=link.expires_at,
            stamped_at=now,
            description=phrases.say(language, "feed.how_to_go_on"),
        )
    ]


def of_partnership(session: Session, now: datetime, partnership: Partnership) -> str:
    """Every meeting of a partnership that has a date and stands, as a calendar: for its records, not for a feed."""
    meetings = session.exec(select(Meeting).where(Meeting.partnership_id == partnership.id)).all()
    return feed(_dates(now, partnership, meetings, partnership.language, since=LONG_AGO), partnership.name)


def teams_of(session: Session, person_id: int, partnership_id: int) -> list[ActionTeam]:
    """The action teams a person is in, by name."""
    found = select(ActionTeam).join(TeamMember, col(TeamMember.team_id) == col(ActionTeam.id))
    mine = found.where(TeamMember.person_id == person_id, ActionTeam.partnership_id == partnership_id)
    return list(session.exec(mine.order_by(col(ActionTeam.name))))


def _own(session: Session, link: AccessLink) -> list[Meeting]:
    """Meetings the person is invited to and has not declined, has a part in, or holds with their teams."""
    person_id = link.person_id
    invited = select(Invitation.meeting_id).where(
        Invitation.person_id == person_id, Invitation.state != InvitationState.DECLINED
    )
    declined = select(Invitation.meeting_id).where(
        Invitation.person_id == person_id, Invitation.state == InvitationState.DECLINED
    )
    teams = select(TeamMember.team_id).where(TeamMember.person_id == person_id)
    parts = (Meeting.host_id, Meeting.facilitator_id, Meeting.chair_id, Meeting.agenda_by_id)
    mine = or_(
        col(Meeting.id).in_(invited),
        *(part == person_id for part in parts),
        col(Meeting.team_id).in_(teams) & col(Meeting.id).not_in(declined),
    )
    return list(session.exec(select(Meeting).where(Meeting.partnership_id == link.partnership_id, mine)))


def _dates(
    now: datetime,
    partnership: Partnership,
    meetings: Sequence[Meeting],
    language: Language,
    since: datetime | None = None,
) -> list[MeetingDate]:
    """Those with a date that stand, in order; of those that are over, the ones of the last months."""
    earliest = since or now - KEPT
    standing = [
        (meeting.starts_at, meeting)
        for meeting in meetings
        if meeting.canceled_at is None and meeting.starts_at is not None and meeting.starts_at > earliest
    ]
    return [
        MeetingDate(
            uid=meeting.uid,
            sequence=meeting.sequence,
            title=entry_title(language, meeting, partnership),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=meeting.minutes),
            stamped_at=now,
            place=entry_place(meeting),
            description=f"{partnership.name}.",
        )
        for starts_at, meeting in sorted(standing, key=lambda pair: (pair[0], pair[1].pk))
    ]


def is_in_team(session: Session, team_id: int, person_id: int) -> bool:
    member = select(TeamMember.id).where(TeamMember.team_id == team_id, TeamMember.person_id == person_id)
    return session.exec(member).first() is not None


def all_held(session: Session, now: datetime, person_id: int, partnership_id: int) -> list[AccessLink]:
    """The calendar addresses somebody holds in a partnership that work now, newest first."""
    held = access.held(session, now, person_id, partnership_id)
    return [link for link in held if link.purpose is LinkPurpose.FEED]


def links_held(
    session: Session, now: datetime, person_id: int, partnership_id: int, team_id: int | None
) -> list[AccessLink]:
    """Those of their own dates, or of one team's."""
    return [link for link in all_held(session, now, person_id, partnership_id) if link.team_id == team_id]
