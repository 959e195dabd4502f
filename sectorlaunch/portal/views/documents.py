"""The papers of a partnership: what is on record, and what can be taken along at any time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from languages import Language
from sectorlaunch.records import data_briefs, invitations, meetings
from sectorlaunch.records.seating import COMING, SEATED
from sectorlaunch.tables import DataBrief, Document, DocumentKind, Meeting


@dataclass(frozen=True)
class Papers:
    documents: tuple[Document, ...]
    """The newest of each kind."""
    older: tuple[Document, ...]
    brief: DataBrief | None
    translations: Sequence[Language]
    """What else than English the brief is there in."""
    meeting: Meeting | None
    """The launch, once somebody has said they come."""
    is_seated: bool
    lacks_summary: bool
    """Whether the launch has taken place and nobody has drafted its summary."""


def all_of(session: Session, partnership_id: int) -> Papers:
    found = session.exec(
        select(Document).where(Document.partnership_id == partnership_id).order_by(col(Document.id).desc())
    ).all()
    newest = {document.kind: document for document in reversed(found)}
    meeting = meetings.launch_meeting(session, partnership_id)
    brief = data_briefs.newest(session, partnership_id)
    is_held = meeting is not None and meeting.held_at is not None
    if meeting is not None and not any(
        place.state in COMING for place, _ in invitations.invited(session, meeting.pk)
    ):
        meeting = None
    return Papers(
        documents=tuple(newest[kind] for kind in DocumentKind if kind in newest),
        older=tuple(one for one in found if newest[one.kind] is not one),
        brief=brief,
        translations=data_briefs.translations(session, brief) if brief else [],
        meeting=meeting,
        is_seated=meeting is not None and meeting.kind in SEATED,
        lacks_summary=is_held and DocumentKind.EXECUTIVE_SUMMARY not in newest,
    )
