"""Who may do what in the portal: what each route asks for, and what each role may. Looked up by the route that answers."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from languages.catalogs import mark
from sectorlaunch.records import meetings, people
from sectorlaunch.tables import ActionTeam, Meeting, Person, Role, RoleKind


class Right(StrEnum):
    # Of the whole installation
    COME_IN = "come in"
    LOOK_AROUND = "see the installation"
    KEEP = "keep the installation"
    # Of one partnership
    CONVENE = "convene it"
    SEE_OWN_PART = "see what is theirs to do"
    SEE_STATUS = "read where it stands"
    SEE_MEETING = "see a meeting they take down or lead"
    TAKE_DOWN = "note who was there and what was said"
    RUN_DAY = "look after a meeting while it is on"
    SHARE_OUT = "say who does what at the meeting"
    SEE_GUESTS = "read the guest list"
    DRAFT_AGENDA = "draft the agenda"
    DRAFT_SUMMARY = "draft the summary"
    LEAD_TEAM = "look after their action team"


ON_OWN_PAGES = frozenset(
    {
        Right.SEE_OWN_PART,
        Right.SEE_MEETING,
        Right.TAKE_DOWN,
        Right.RUN_DAY,
        Right.SHARE_OUT,
        Right.SEE_GUESTS,
        Right.DRAFT_AGENDA,
        Right.DRAFT_SUMMARY,
        Right.LEAD_TEAM,
    }
)
"""What is asked for by the pages of those who have a part and do not convene: these are in their own language."""
OF_THE_HOUSE = frozenset({Right.COME_IN, Right.LOOK_AROUND, Right.KEEP})

HERE = "/partnerships/{slug}"
PART = f"{HERE}/part"

ROUTES: Mapping[tuple[str, str], Right] = {
    ("GET", "/"): Right.COME_IN,
    ("GET", "/changes"): Right.COME_IN,
    ("GET", "/partnerships"): Right.COME_IN,
    ("GET", "/account"): Right.COME_IN,
    ("POST", "/account"): Right.COME_IN,
    ("POST", "/account/sign-ins"): Right.COME_IN,
    ("GET", "/portfolio"): Right.LOOK_AROUND,
    ("POST", "/account/language"): Right.COME_IN,
    ("GET", "/settings"): Right.LOOK_AROUND,
    ("GET", "/mailbox"): Right.LOOK_AROUND,
    ("GET", "/mailbox/{name}"): Right.LOOK_AROUND,
    ("GET", "/mailbox/{name}/letter"): Right.LOOK_AROUND,
    ("GET", "/mailbox/{name}/file"): Right.LOOK_AROUND,
    ("GET", "/held"): Right.KEEP,
    ("POST", "/held"): Right.KEEP,
    ("POST", "/settings/keepers"): Right.KEEP,
    ("POST", "/settings/leads"): Right.KEEP,
    ("POST", "/settings/letters-way"): Right.KEEP,
    ("POST", "/settings/channels"): Right.KEEP,
    ("POST", "/settings/channels/{tag}"): Right.KEEP,
    ("GET", "/settings/playbooks/{key}.yaml"): Right.LOOK_AROUND,
    ("POST", "/settings/playbooks"): Right.KEEP,
    ("POST", "/settings/playbooks/{key}"): Right.KEEP,
    ("POST", "/settings/mailboxes"): Right.KEEP,
    ("POST", "/settings/mailboxes/{name}"): Right.KEEP,
    ("GET", PART): Right.SEE_OWN_PART,
    ("POST", f"{PART}/language"): Right.SEE_OWN_PART,
    ("POST", f"{HERE}/own-page"): Right.SEE_OWN_PART,
    ("GET", f"{HERE}/status"): Right.SEE_STATUS,
    ("GET", f"{HERE}/figures/{{name}}.svg"): Right.SEE_STATUS,
    ("GET", f"{PART}/meetings/{{meeting_id}}"): Right.SEE_MEETING,
    ("POST", f"{PART}/meetings/{{meeting_id}}/attendance"): Right.TAKE_DOWN,
    ("POST", f"{PART}/meetings/{{meeting_id}}/notes"): Right.TAKE_DOWN,
    ("POST", f"{PART}/meetings/{{meeting_id}}/roles"): Right.SHARE_OUT,
    ("GET", f"{PART}/meetings/{{meeting_id}}/day"): Right.RUN_DAY,
    ("POST", f"{PART}/meetings/{{meeting_id}}/day"): Right.RUN_DAY,
    ("GET", f"{PART}/meetings/{{meeting_id}}/day/{{sheet}}"): Right.RUN_DAY,
    ("GET", f"{PART}/guests"): Right.SEE_GUESTS,
    ("GET", f"{PART}/agenda"): Right.DRAFT_AGENDA,
    ("POST", f"{PART}/agenda"): Right.DRAFT_AGENDA,
    ("GET", f"{PART}/summary"): Right.DRAFT_SUMMARY,
    ("POST", f"{PART}/summary"): Right.DRAFT_SUMMARY,
    ("GET", f"{PART}/teams/{{team_id}}"): Right.LEAD_TEAM,
    ("POST", f"{PART}/teams/{{team_id}}"): Right.LEAD_TEAM,
}
"""What is asked for beside convening; a page of a partnership that is not named is its conveners', any other the keepers'."""

ROLES: Mapping[RoleKind, frozenset[Right]] = {
    **dict.fromkeys(people.CONVENING, frozenset(Right) - OF_THE_HOUSE),
    RoleKind.FACILITATOR: frozenset(
        {
            Right.SEE_OWN_PART,
            Right.SEE_MEETING,
            Right.RUN_DAY,
            Right.SHARE_OUT,
            Right.SEE_GUESTS,
            Right.DRAFT_AGENDA,
        }
    ),
    RoleKind.SCRIBE: frozenset(
        {
            Right.SEE_OWN_PART,
            Right.SEE_MEETING,
            Right.TAKE_DOWN,
            Right.RUN_DAY,
            Right.DRAFT_SUMMARY,
        }
    ),
    RoleKind.TEAM_LEAD: frozenset({Right.SEE_OWN_PART, Right.LEAD_TEAM}),
    RoleKind.LEAD_WHO_LOOKS: frozenset({Right.SEE_OWN_PART, Right.SEE_STATUS}),
}
"""What somebody may in a partnership, by the role they hold in it."""

WORDS: Mapping[RoleKind, str] = {
    RoleKind.CO_CONVENER: mark("all that a convener may"),
    RoleKind.FACILITATOR: mark("draft the agenda, read the guest list, and say who does what at a meeting"),
    RoleKind.SCRIBE: mark("note who was at a meeting and what was said, and draft the summary"),
    RoleKind.TEAM_LEAD: mark("look after an action team: members, calls and promises"),
    RoleKind.LEAD_WHO_LOOKS: mark("read where the partnership stands"),
}
"""The same for people, of those that are let in on a page."""


def asked(method: str, pattern: str) -> Right:
    """What a route asks for, by its method and its pattern as the application has it."""
    found = ROUTES.get(("GET" if method == "HEAD" else method, pattern))
    return found or (Right.CONVENE if pattern.startswith(HERE) else Right.KEEP)


def whoever_may(
    session: Session, right: Right, held: Sequence[tuple[Person, Role]], values: Mapping[str, Any]
) -> Person | None:
    """Of the persons somebody is in a partnership, the one who may; `values` are those of the address."""
    for person, role in held:
        rights = ROLES.get(role.kind, frozenset())
        if right in rights and (
            Right.CONVENE in rights or _is_theirs(session, right, person, role.kind, values)
        ):
            return person
    return None


def _is_theirs(
    session: Session, right: Right, person: Person, kind: RoleKind, values: Mapping[str, Any]
) -> bool:
    """Whether the one meeting or team of the address is theirs by this role; what is about none is."""
    scope = _SCOPES.get(right)
    return scope is None or scope(session, person, kind, values)


def _their_meeting(session: Session, person: Person, kind: RoleKind, values: Mapping[str, Any]) -> bool:
    meeting = session.get(Meeting, _number(values.get("meeting_id")))
    if meeting is None or meeting.partnership_id != person.partnership_id:
        return False
    if kind is RoleKind.SCRIBE:
        scribes = meetings.taken_down_by(session, meeting), meeting.roles.get(meetings.SECOND_SCRIBE)
        return person.id in scribes
    return person.id == meetings.facilitated_by(session, meeting)


def _their_launch(session: Session, person: Person, kind: RoleKind, values: Mapping[str, Any]) -> bool:
    launch = meetings.launch_meeting(session, person.partnership_id)
    return launch is not None and meetings.taken_down_by(session, launch) == person.id


def _their_team(session: Session, person: Person, kind: RoleKind, values: Mapping[str, Any]) -> bool:
    team = session.get(ActionTeam, _number(values.get("team_id")))
    return team is not None and team.partnership_id == person.partnership_id and team.lead_id == person.id


def _number(words: Any) -> int:
    text = str(words)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


_SCOPES: Mapping[Right, Callable[[Session, Person, RoleKind, Mapping[str, Any]], bool]] = {
    Right.SEE_MEETING: _their_meeting,
    Right.TAKE_DOWN: _their_meeting,
    Right.RUN_DAY: _their_meeting,
    Right.SHARE_OUT: _their_meeting,
    Right.DRAFT_SUMMARY: _their_launch,
    Right.LEAD_TEAM: _their_team,
}
