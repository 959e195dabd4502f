"""From options of the command line to the meetings and documents that keep a partnership going."""

from pathlib import Path
from typing import Any

from playbooks.yaml_lines import read_text
from sectorlaunch.actions import documents as document_actions
from sectorlaunch.actions import meetings as meeting_actions
from sectorlaunch.actions import taking_part
from sectorlaunch.cli.recording import Recording
from sectorlaunch.errors import BadInput
from sectorlaunch.records import documents, meetings
from sectorlaunch.tables import DocumentKind, DocumentState, MeetingKind


def put_on_calendar(
    at: Recording,
    kind: MeetingKind,
    on: object,
    begins: object,
    *,
    title: str,
    minutes: int,
    place: str,
    chair: str,
    agenda_by: str,
) -> str:
    """Plans a meeting with those who take part in its kind, or changes the one of that moment."""
    starts_at = at.moment(on, begins)
    there = [
        meeting
        for meeting in meetings.of_kind(at.session, at.partnership_id, kind)
        if meeting.starts_at == starts_at
    ]
    meeting = (
        there[0]
        if there
        else meeting_actions.plan(
            at.session,
            at.now,
            at.run_id,
            meeting_actions.NewMeeting(kind, title or taking_part.TITLES[kind], starts_at, minutes=minutes),
            by=at.by,
        )
    )
    details: dict[str, Any] = {}
    if place:
        details["place"] = place
    if chair:
        details["chair_id"] = at.person(chair).id
    if agenda_by:
        details["agenda_by_id"] = at.person(agenda_by).id
    if details:
        meeting = meeting_actions.change(at.session, at.now, at.run_id, meeting.pk, by=at.by, **details)
    people = taking_part.invite(at.session, at.now, meeting)
    return f"{meeting.title}: {meetings.when_words(at.session, meeting)}, {people} people take part."


def file_document(
    at: Recording, kind: DocumentKind, title: str, text: Path | None, accepted: bool, note: str
) -> str:
    """Drafts a document where words or a title are given, and accepts it with `accepted`."""
    newest = documents.newest(at.session, at.partnership_id, kind)
    if text is not None or title or note or newest is None:
        name = title or (newest.title if newest else f"{kind.value.capitalize()} of {at.partnership.name}")
        words = read_text(text).strip() if text is not None else note or (newest.body if newest else "")
        document_actions.draft(at.session, at.now, at.run_id, kind, name[:200], words, by=at.by)
    if accepted:
        if kind is DocumentKind.EXECUTIVE_SUMMARY:
            raise BadInput("The executive summary is released, not accepted: `record summary --sent`.")
        document_actions.settle(at.session, at.now, at.run_id, kind, DocumentState.ACCEPTED, by=at.by)
    return f"{kind.value.capitalize()}: {'accepted' if accepted else 'drafted'}."
