"""A team's own channel: what concerns the team is posted there once, in a line, beside each member's own message.

A room is no person: what is posted carries no personal link, is held up by nobody's wishes, and counts for nobody's week.
It is kept in the outbox under the convener's name, and told apart by its kind.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from languages import DEFAULT, Language
from notifications import phrases
from notifications.context import Recipient
from notifications.rendering import render, traits
from notifications.wires.schemas import ROOMS, schema_of
from playbooks.model import Touch
from sectorlaunch import events, letters
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.letters.letter_source import LetterRequest
from sectorlaunch.outbox.write import message_rows, render_letter, send_checks
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.message_rows import Leaving, Way, Written
from sectorlaunch.records import partnerships
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, ActionTeam, Channel, Meeting, MeetingKind, Message, PlannedTouch

KIND = "team-post"
POST = "#channel"
"""How the purpose of a post ends, so that it has a place beside the messages to persons."""
TO_SUPPORT = frozenset({"support-team", "partners"})
SUPPORT_MEETINGS = (MeetingKind.SUPPORT_TEAM, MeetingKind.DEBRIEF)


def use(
    session: Session, now: datetime, run_id: int, tag: str, *, team: ActionTeam | None = None, by: str
) -> str:
    """Gives an action team, or the support team where none is named, a channel; an empty tag takes it away.

    Says in a sentence what holds now. Raises NotFound for a channel there is not, BadInput for one that leads to
    persons and not to a room.
    """
    tag = tag.strip().lower()
    if tag:
        _check(session, tag)
    partnership = partnerships.partnership_of(session, run_id)
    if team is None:
        partnership.team_channel = tag
        session.add(partnership)
    else:
        team.channel = tag
        session.add(team)
    name = _name(team)
    said = (
        f"What concerns {name} is posted to {tag} once." if tag else f"Nothing is posted for {name} any more."
    )
    events.record(session, now, run_id, by, EventKind.TEAM_CHANNEL_SET, said)
    return said


def rooms(session: Session) -> list[str]:
    """The tags of the channels that lead to a room, so that a team may have one for its own."""
    found = session.exec(select(Channel).order_by(col(Channel.tag))).all()
    return [channel.tag for channel in found if schema_of(channel.url) in ROOMS]


def for_touch(session: Session, now: datetime, planned: PlannedTouch, touch: Touch) -> bool:
    """Posts what a touch tells a team, once for each occurrence; False where there is no channel or nothing to post."""
    launch, kind = Launch.of(session, now, planned.run_id), traits(touch.kind)
    team = None
    if news := kind.post_to_action_team:
        meeting = session.get(Meeting, About.of(planned).id_of("meeting"))
        team = session.get(ActionTeam, meeting.team_id) if meeting and meeting.team_id else None
        if team is None:
            return False
    elif not (news := kind.post_to_support_team) or touch.to not in TO_SUPPORT:
        return False
    draft = Draft.of_touch(planned, touch, launch.convener)
    return _post(launch, team, news, replace(draft, purpose=f"{draft.purpose}{POST}"))


def of_change(
    session: Session, now: datetime, run_id: int, meeting: Meeting, news: str, reason: str = ""
) -> bool:
    """Posts that a team's meeting has moved or is called off."""
    team = session.get(ActionTeam, meeting.team_id) if meeting.team_id else None
    if team is None and meeting.kind not in SUPPORT_MEETINGS:
        return False
    launch = Launch.of(session, now, run_id)
    draft = Draft(
        kind=KIND,
        person=launch.convener,
        purpose=f"meeting-{news.replace(' ', '-')}{POST}",
        reason="",
        about=About(AboutKind.MEETING, meeting.id),
        occurrence=f"meeting:{meeting.id}#{meeting.sequence}",
        explanation=reason,
    )
    return _post(launch, team, news, draft)


def _post(launch: Launch, team: ActionTeam | None, news: str, draft: Draft) -> bool:
    channel = team.channel if team else launch.partnership.team_channel
    if not channel or _is_posted(launch, draft):
        return False
    name, why = _name(team), _why(team)
    draft = replace(draft, kind=KIND, reason=why.removesuffix("."))
    letter = letters.compose(
        launch,
        LetterRequest(
            kind=KIND,
            person=draft.person,
            about=draft.about,
            gate_key=draft.gate_key,
            explanation=draft.explanation,
            why=why,
            link="",
        ),
    )
    language = letter.context.language
    room = {
        "recipient": Recipient(name="everyone"),
        "why": _why(team, language),
        "team": _name(team, language),
        "news": news,
    }
    words = render(KIND, letter.context.model_copy(update=room))
    stands = news != "called off"
    message = message_rows.row(
        launch.run_id,
        draft,
        replace(Written.of(letter, words), meeting_id=draft.about.id_of("meeting") if stands else None),
        Way(f"The channel of {name}", f"{channel}@channel.invalid", channel),
        Leaving(launch.now, send_checks.next_office_hour(launch)),
        known_by=render_letter.known_by(launch, draft),
    )
    launch.session.add(message)
    said = f"To the channel of {name}: {words.short_text}"[:4000]
    events.record(
        launch.session,
        launch.now,
        launch.run_id,
        "Sector Launch",
        EventKind.MESSAGE_WRITTEN,
        said,
        message=KIND,
    )
    return True


def _is_posted(launch: Launch, draft: Draft) -> bool:
    there = select(Message.id).where(
        Message.run_id == launch.run_id,
        Message.purpose == draft.purpose[:120],
        Message.occurrence == draft.once,
    )
    return launch.session.exec(there).first() is not None


def _check(session: Session, tag: str) -> None:
    channel = session.exec(select(Channel).where(Channel.tag == tag)).first()
    if channel is None:
        known = ", ".join(session.exec(select(Channel.tag).order_by(col(Channel.tag)))) or "none so far"
        raise NotFound(f"There is no channel {tag}. There are: {known}.")
    if schema_of(channel.url) not in ROOMS:
        raise BadInput(
            f"The channel {tag} leads to persons, one at a time. A team's channel is a room: Slack, Teams, Matrix."
        )


def _name(team: ActionTeam | None, language: Language = DEFAULT) -> str:
    if team is None:
        return phrases.say(language, "team.support")
    return phrases.say(language, "team.action", name=team.name)


def _why(team: ActionTeam | None, language: Language = DEFAULT) -> str:
    return phrases.say(language, "why.room", team=_name(team, language))
