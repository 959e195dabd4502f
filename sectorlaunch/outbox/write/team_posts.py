"""A team's own channel: what concerns the team is posted there once, in a line, beside each member's own message.

A room is no person: what is posted carries no personal link, is held up by nobody's wishes, and counts for nobody's week.
It is kept in the outbox under the convener's name, and told apart by its kind.
"""

import hashlib
from datetime import datetime

from sqlmodel import Session, col, select

from notifications.context import Recipient
from notifications.rendering import render, traits
from notifications.wires.schemas import ROOMS, schema_of
from playbooks.model import Touch
from sectorlaunch import calendars, events, letters
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import delivery, partnerships, people, playbook_editions
from sectorlaunch.records.about import About
from sectorlaunch.tables import ActionTeam, Channel, Meeting, MeetingKind, Message, Partnership, PlannedTouch

KIND = "team-post"
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
    about = About.parse(planned.occurrence)
    purpose = f"{planned.step_key}/{touch.key}#channel"
    if news := traits(touch.kind).post_to_action_team:
        meeting = session.get(Meeting, about.id_of("meeting"))
        team = session.get(ActionTeam, meeting.team_id) if meeting and meeting.team_id else None
        if team is None:
            return False
        return _post(session, now, planned.run_id, team, news, purpose, str(about), touch.gate)
    if (news := traits(touch.kind).post_to_support_team) and touch.to in TO_SUPPORT:
        return _post(session, now, planned.run_id, None, news, purpose, str(about), touch.gate)
    return False


def of_change(
    session: Session, now: datetime, run_id: int, meeting: Meeting, news: str, reason: str = ""
) -> bool:
    """Posts that a team's meeting has moved or is called off."""
    team = session.get(ActionTeam, meeting.team_id) if meeting.team_id else None
    if team is None and meeting.kind not in SUPPORT_MEETINGS:
        return False
    occurrence = f"meeting:{meeting.id}#{meeting.sequence}"
    purpose = f"meeting-{news.replace(' ', '-')}#channel"
    return _post(session, now, run_id, team, news, purpose, occurrence, None, reason)


def _post(
    session: Session,
    now: datetime,
    run_id: int,
    team: ActionTeam | None,
    news: str,
    purpose: str,
    occurrence: str,
    gate_key: str | None,
    reason: str = "",
) -> bool:
    partnership = partnerships.partnership_of(session, run_id)
    channel = team.channel if team else partnership.team_channel
    if not channel or _is_posted(session, run_id, purpose, occurrence):
        return False
    convener = people.convener(session, partnership.pk)
    about = About.parse(occurrence.split("#")[0])
    letter = letters.compose(
        session,
        now,
        run_id,
        KIND,
        convener,
        about,
        why=f"Posted once for {_name(team)}.",
        link="",
        unsubscribe_url="",
        gate_key=gate_key,
        explanation=reason,
    )
    room = {"recipient": Recipient(name="everyone"), "why": f"Posted once for {_name(team)}."}
    own = {"team": _name(team), "news": news}
    rendered = render(KIND, letter.context.model_copy(update={**room, **own}))
    seed = "/".join([partnership.slug, partnership.created_at.isoformat(), purpose, occurrence])
    domain = letter.reply_to.partition("@")[2] or "sector-launch.invalid"
    meeting_id = about.id_of("meeting") if news != "called off" else None
    send_after = _send_after(session, now, run_id, partnership)
    session.add(
        Message(
            run_id=run_id,
            person_id=convener.pk,
            kind=KIND,
            purpose=purpose[:120],
            occurrence=occurrence,
            reason=f"Posted once for {_name(team)}"[:200],
            channel=channel,
            to_name=f"The channel of {_name(team)}"[:200],
            to_address=f"{channel}@channel.invalid",
            sender_name=letter.sender.name,
            reply_to=letter.reply_to,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            short_text=rendered.short_text,
            meeting_id=meeting_id,
            message_id=f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}",
            queued_at=now,
            send_after=send_after,
        )
    )
    said = f"To the channel of {_name(team)}: {rendered.short_text}"
    events.record(session, now, run_id, "Sector Launch", EventKind.MESSAGE_WRITTEN, said[:4000], message=KIND)
    return True


def _send_after(session: Session, now: datetime, run_id: int, partnership: Partnership) -> datetime:
    if not delivery.leaves_the_machine(session):
        return now
    hours = playbook_editions.of_run(session, run_id).office_hours
    return calendars.of(partnership).within_office_hours(now, hours)


def _is_posted(session: Session, run_id: int, purpose: str, occurrence: str) -> bool:
    there = select(Message.id).where(
        Message.run_id == run_id, Message.purpose == purpose[:120], Message.occurrence == occurrence
    )
    return session.exec(there).first() is not None


def _check(session: Session, tag: str) -> None:
    channel = session.exec(select(Channel).where(Channel.tag == tag)).first()
    if channel is None:
        known = ", ".join(session.exec(select(Channel.tag).order_by(col(Channel.tag)))) or "none so far"
        raise NotFound(f"There is no channel {tag}. There are: {known}.")
    if schema_of(channel.url) not in ROOMS:
        raise BadInput(
            f"The channel {tag} leads to persons, one at a time. A team's channel is a room: Slack, Teams, Matrix."
        )


def _name(team: ActionTeam | None) -> str:
    return f"the action team “{team.name}”" if team else "the support team"
