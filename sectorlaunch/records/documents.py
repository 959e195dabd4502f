"""Documents of a partnership, and what a summary can be drawn from."""

from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from languages import Language, formatting
from notifications import phrases
from sectorlaunch.query_cache import cached
from sectorlaunch.records import invitations, meeting_notes, meetings, people, priorities
from sectorlaunch.records.meeting_notes import Said
from sectorlaunch.tables import (
    ActionTeam,
    Commitment,
    Document,
    DocumentKind,
    InvitationState,
    Meeting,
    MeetingKind,
    MeetingNoteKind,
    Partnership,
    Person,
    Priority,
)

PRINTED = (MeetingNoteKind.OPPORTUNITY, MeetingNoteKind.NEED, MeetingNoteKind.TAKE_AWAY, MeetingNoteKind.WIN)
"""Kinds of notes a summary is drawn from: questions go to those who can answer, candidates are counted."""
WHO_WAS_MISSING = "who-was-missing/"
"""How the notes of those are known who were asked which company was missing."""


def newest(session: Session, partnership_id: int, kind: DocumentKind) -> Document | None:
    """The document of a kind that was begun last."""

    def read() -> Document | None:
        return session.exec(
            select(Document)
            .where(Document.partnership_id == partnership_id, Document.kind == kind)
            .order_by(col(Document.id).desc())
            .limit(1)
        ).one_or_none()

    return cached(session, (Document,), ("newest", partnership_id, kind), read)


def summary_words(session: Session, partnership: Partnership, language: Language) -> str:
    """The summary in plain text: who was there and where, what was chosen with how many votes, what was promised, which
    teams form and when they first talk, and when all meet again."""
    partnership_id, say = partnership.pk, partial(phrases.say, language)
    launch = meetings.launch_meeting(session, partnership_id)
    places = invitations.invited(session, launch.id) if launch and launch.id else []
    present = [person for place, person in places if place.state is InvitationState.ATTENDED]
    sectors = people.sectors(session, present)
    business = [p for p in present if people.is_business(sectors, p)]
    chosen = session.exec(
        select(Priority)
        .where(Priority.partnership_id == partnership_id, col(Priority.chosen_at).is_not(None))
        .order_by(col(Priority.position))
    ).all()
    promised = session.exec(
        select(Commitment, Person)
        .join(Person, col(Commitment.owner_id) == col(Person.id))
        .where(Commitment.partnership_id == partnership_id)
        .order_by(col(Commitment.due_on), col(Commitment.id))
    ).all()
    teams = session.exec(select(ActionTeam).where(ActionTeam.partnership_id == partnership_id)).all()
    parts = [_room(language, launch, len(business), len(present) - len(business))]
    if chosen:
        dots = {one.priority.pk: one.dots for one in priorities.standings(session, partnership_id)}
        lines = (_voted(language, one, dots.get(one.pk, 0)) for one in chosen)
        parts.append("\n".join([say("summary.priorities"), *lines]))
    if launch is not None:
        parts += _said(session, language, launch)
    if promised:
        parts.append("\n".join([say("summary.promised"), *(_promise(language, c, p) for c, p in promised)]))
    if teams:
        lines = (_team(session, language, team, partnership) for team in teams)
        parts.append("\n".join([say("summary.teams"), *lines]))
    if following := _next_meeting(session, partnership_id):
        parts.append(say("summary.again", day=_day(language, following, partnership)))
    return "\n\n".join(parts)


def _room(language: Language, launch: Meeting | None, business: int, partners: int) -> str:
    """Who was in the room, and where it was."""
    said = phrases.say(language, "summary.room", business=business, partners=partners)
    place = launch.place if launch is not None else ""
    return f"{said} {phrases.say(language, 'summary.place', place=place)}" if place else said


def _said(session: Session, language: Language, launch: Meeting) -> list[str]:
    """What was said, as it was said; with the name of those who agreed to that. What is held back stays back."""
    notes = meeting_notes.of_meeting(session, launch.pk, to_circulate=True)
    asked = [one for one in notes if one.note.client_key.startswith(WHO_WAS_MISSING)]
    heard = [one for one in notes if one.note.kind in PRINTED and one not in asked]
    return [
        "\n".join([phrases.say(language, key), *map(_quoted, those)])
        for key, those in (("summary.said", heard), ("summary.missing", asked))
        if those
    ]


def _quoted(said: Said) -> str:
    name = said.named_in_print
    return f"- “{said.note.words}”{f' ({name})' if name else ''}"


def _voted(language: Language, priority: Priority, votes: int) -> str:
    said = f"- {priority.words}"
    if not votes:
        return said
    key = "summary.vote" if formatting.is_one(language, votes) else "summary.votes"
    return said + phrases.say(language, key, number=votes)


def _team(session: Session, language: Language, team: ActionTeam, partnership: Partnership) -> str:
    """Its name, who leads it, and when it first talks."""
    said = f"- {team.name}"
    if team.lead_id is not None:
        said += phrases.say(language, "summary.led", name=session.get_one(Person, team.lead_id).name)
    calls = meetings.of_kind(session, partnership.pk, MeetingKind.TEAM_CALL)
    first = next((one for one in calls if one.team_id == team.id and one.canceled_at is None), None)
    if first is not None and first.starts_at is not None:
        said += phrases.say(language, "summary.first call", day=_day(language, first, partnership))
    return said


def _next_meeting(session: Session, partnership_id: int) -> Meeting | None:
    """The partnership meeting after the launch, once it has a day."""
    found = meetings.of_kind(session, partnership_id, MeetingKind.QUARTERLY)
    return next((one for one in found if one.starts_at is not None and one.canceled_at is None), None)


def _day(language: Language, meeting: Meeting, partnership: Partnership) -> str:
    assert meeting.starts_at is not None
    return formatting.short_day(language, meeting.starts_at.astimezone(ZoneInfo(partnership.zone)).date())


def summary_title(partnership: Partnership) -> str:
    """What the summary is called, in the partnership's language."""
    return phrases.say(partnership.language, "summary.title", partnership=partnership.name)


def usual_title(partnership: Partnership, kind: DocumentKind) -> str:
    """What a document is called that nobody has given a title, in the partnership's language."""
    say = partial(phrases.say, partnership.language)
    return say("paper.usual title", kind=say(f"paper.kind.{kind.value}"), partnership=partnership.name)


def _promise(language: Language, promise: Commitment, owner: Person) -> str:
    said = f"- {owner.name}: {promise.what}"
    if promise.due_on is None:
        return said
    return said + phrases.say(language, "summary.by", day=formatting.short_day(language, promise.due_on))
