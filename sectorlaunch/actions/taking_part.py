"""Who takes part in the meetings a partnership keeps going by."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.actions import invitations
from sectorlaunch.records import meetings
from sectorlaunch.records import people as people_records
from sectorlaunch.tables import Meeting, MeetingKind, RoleKind

TAKES_PART = {
    MeetingKind.QUARTERLY: (
        *people_records.CONVENING,
        RoleKind.SUPPORT_TEAM,
        RoleKind.CHAMPION,
        RoleKind.BUSINESS_LEADER,
        RoleKind.PUBLIC_PARTNER,
    ),
    MeetingKind.HEALTH_CHECK: (*people_records.CONVENING, RoleKind.SUPPORT_TEAM, RoleKind.CHAMPION),
    MeetingKind.SUPPORT_TEAM: (*people_records.CONVENING, RoleKind.SUPPORT_TEAM),
}


def invite_to_come(session: Session, now: datetime, partnership_id: int) -> None:
    """Puts who has joined since on the list of each meeting ahead that comes round."""
    for kind in TAKES_PART:
        for meeting in meetings.of_kind(session, partnership_id, kind):
            if meeting.rhythm_id is not None and meeting.starts_at is not None and meeting.starts_at > now:
                invite(session, now, meeting)


def invite(session: Session, now: datetime, meeting: Meeting) -> int:
    """Puts those who take part in its kind on the list of a meeting; says how many they are.

    A debrief has its partners on the list from the start, and a launch its own guests.
    """
    if meeting.kind not in TAKES_PART:
        return 0
    people = people_records.with_role(session, meeting.partnership_id, TAKES_PART[meeting.kind])
    invitations.invite(session, now, meeting.pk, people)
    return len(people)
