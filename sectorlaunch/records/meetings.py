"""Meetings: the launch, those of a kind, and how one is put into words."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from languages import DEFAULT, Language
from notifications import phrases
from playbooks.model import MainMeeting
from sectorlaunch import wording
from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.records import people
from sectorlaunch.records.meeting_moves import WhenAndWhere
from sectorlaunch.tables import Meeting, MeetingKind, Partnership, RoleKind

_TITLES = {
    MeetingKind.LAUNCH: "meeting.launch",
    MeetingKind.TEAM_CALL: "meeting.call",
    MeetingKind.DEBRIEF: "meeting.debrief",
    MeetingKind.QUARTERLY: "meeting.quarterly",
    MeetingKind.HEALTH_CHECK: "meeting.health check",
    MeetingKind.SUPPORT_TEAM: "meeting.support team",
    MeetingKind.TALK: "meeting.talk",
}


_SESSION = "meeting.session"
"""What a playbook of sessions calls its launch."""


def usual_title(kind: MeetingKind, of: str = "", *, main: MainMeeting = MainMeeting.LAUNCH) -> str:
    """What a meeting is called unless somebody calls it otherwise: “Launch of the Fernwater Partnership”.

    `of` is the partnership of a launch, the team of a call; `main` what its playbook calls a launch.
    """
    is_session = kind is MeetingKind.LAUNCH and main is MainMeeting.SESSION
    return phrases.say(DEFAULT, _SESSION if is_session else _TITLES[kind], of=of)


def title_in(language: Language, meeting: Meeting) -> str:
    """What a reader of the language calls the meeting: a usual title is said in theirs, any other as it was given."""
    if language is DEFAULT:
        return meeting.title
    key, of = _as_usually_called(meeting)
    return phrases.say(language, key, of=of) if key else meeting.title


def in_a_sentence(language: Language, meeting: Meeting) -> str:
    """The meeting as one speaks of it: “the launch of the Fernwater Partnership”; one with a title of its own by that."""
    key, of = _as_usually_called(meeting)
    return phrases.say(language, f"spoken {key}", of=of) if key else meeting.title


def _as_usually_called(meeting: Meeting) -> tuple[str, str]:
    """The phrase of a usual title and what it is about: the partnership of a launch, the team of a call; "" and "" for a
    title of its own."""
    given = meeting.title.replace("'", "’")
    for key in (_TITLES[meeting.kind], *([_SESSION] if meeting.kind is MeetingKind.LAUNCH else [])):
        before, mark, after = phrases.say(DEFAULT, key, of="\n").partition("\n")
        if given == before + after or (mark and given.startswith(before) and given.endswith(after)):
            return key, given[len(before) : len(given) - len(after)]
    return "", ""


def entry_title(language: Language, meeting: Meeting, partnership: Partnership) -> str:
    """What the meeting is called in a calendar full of other meetings."""
    title = title_in(language, meeting)
    return title if partnership.name in title else f"{title}: {partnership.name}"


def entry_place(meeting: Meeting) -> str:
    return WhenAndWhere.of(meeting).place


DETAILS = {
    "title",
    "minutes",
    "capacity",
    "place",
    "address",
    "getting_there",
    "join_url",
    "dial_in",
    "place_kind",
    "host_id",
    "facilitator_id",
    "facilitator_neutral",
    "chair_id",
    "agenda_by_id",
    "roles",
    "note",
}


def find(session: Session, meeting_id: int) -> Meeting:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound("There is no meeting number %(number)s.", number=meeting_id)
    return meeting


def taken_down_by(session: Session, meeting: Meeting) -> int | None:
    """Who writes down what is said: whoever is named for it, else the partnership's scribe; of a team's call nobody else."""
    return meeting.roles.get("scribe") or _usual(session, meeting, RoleKind.SCRIBE)


def facilitated_by(session: Session, meeting: Meeting) -> int | None:
    """Who leads it, likewise."""
    return meeting.facilitator_id or _usual(session, meeting, RoleKind.FACILITATOR)


SECOND_SCRIBE = "second scribe"
"""The role at a meeting of whoever writes down beside the scribe."""


def day_is_of(session: Session, meeting: Meeting) -> set[int]:
    """Who looks after a meeting while it is on: both scribes and the facilitator."""
    named = (
        taken_down_by(session, meeting),
        meeting.roles.get(SECOND_SCRIBE),
        facilitated_by(session, meeting),
    )
    return {person_id for person_id in named if person_id is not None}


def _usual(session: Session, meeting: Meeting, kind: RoleKind) -> int | None:
    if meeting.kind is MeetingKind.TEAM_CALL:
        return None
    named = people.with_role(session, meeting.partnership_id, [kind])
    return named[0].id if named else None


def when_words(session: Session, meeting: Meeting) -> str:
    """The date and time in words, in the partnership's zone."""

    if meeting.starts_at is None:
        return "date still open"
    partnership = session.get_one(Partnership, meeting.partnership_id)
    return wording.span(meeting.starts_at, meeting.minutes, ZoneInfo(partnership.zone))


def launch_meeting(session: Session, partnership_id: int) -> Meeting | None:
    """The launch meeting that stands; a canceled one does not count."""
    return launch_meetings(session, [partnership_id]).get(partnership_id)


def launch_meetings(session: Session, partnership_ids: Sequence[int]) -> dict[int, Meeting]:
    """The launch meeting that stands of each partnership that has one: the newest."""

    def read() -> dict[int, Meeting]:
        found = session.exec(
            select(Meeting)
            .where(
                col(Meeting.partnership_id).in_(partnership_ids),
                Meeting.kind == MeetingKind.LAUNCH,
                col(Meeting.canceled_at).is_(None),
            )
            .order_by(col(Meeting.id))
        )
        return {meeting.partnership_id: meeting for meeting in found}

    return cached(session, (Meeting,), ("launches", tuple(partnership_ids)), read)


def of_kind(session: Session, partnership_id: int, kind: MeetingKind) -> list[Meeting]:
    """Meetings of a kind that stand, by date; undated ones last."""

    def read() -> list[Meeting]:
        found = session.exec(
            select(Meeting).where(
                Meeting.partnership_id == partnership_id, col(Meeting.canceled_at).is_(None)
            )
        ).all()
        return sorted(found, key=lambda m: (m.starts_at is None, m.starts_at, m.id))

    standing = cached(session, (Meeting,), ("meetings", partnership_id), read)
    return [meeting for meeting in standing if meeting.kind is kind]


def last_of_everyone(session: Session, partnership_id: int) -> Meeting | None:
    """The last partnership meeting that is dated, to come or gone by; the launch where there is none, once it was held."""
    quarterly = [
        one for one in of_kind(session, partnership_id, MeetingKind.QUARTERLY) if one.starts_at is not None
    ]
    if quarterly:
        return quarterly[-1]
    launch = launch_meeting(session, partnership_id)
    return launch if launch is not None and launch.held_at is not None else None


def agenda_by(meeting: Meeting) -> int | None:
    """Whoever sets its agenda: who is named for it, else who takes the chair."""
    return meeting.agenda_by_id or meeting.chair_id
