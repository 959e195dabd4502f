"""The summary of the launch in the hands of whoever writes it: drafted from the record, put into words, handed on."""

from collections.abc import Mapping
from dataclasses import dataclass

from sectorlaunch.actions import documents
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.portal import on_record
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.records import documents as document_records
from sectorlaunch.records import looks, people, releases
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Document, DocumentKind, DocumentState

LONGEST = 20_000
"""Characters of a document; about six pages."""
KIND = DocumentKind.EXECUTIVE_SUMMARY


@dataclass(frozen=True)
class SummaryInHand:
    """What whoever writes it has before them."""

    document: Document | None
    """The newest, where there is one."""
    drafted: Document | None
    """The same while it is a draft, or a champion who has looked at it wants something changed."""
    remarks: list[tuple[str, str]]
    """What champions who have looked at it want changed, with their names."""
    title: str
    words: str
    """Those of the draft; before there is one, what the record says."""
    from_record: str
    """What the record says now."""

    @property
    def is_handed_on(self) -> bool:
        return self.document is not None and self.drafted is None


def in_hand(launch: Launch) -> SummaryInHand:
    found = document_records.newest(launch.session, launch.partnership_id, KIND)
    remarks = looks.remarks(launch.session, found) if found is not None else []
    is_open = found is not None and found.state in (
        (DocumentState.DRAFTED, DocumentState.READY) if remarks else (DocumentState.DRAFTED,)
    )
    record = document_records.summary_words(launch.session, launch.partnership, launch.partnership.language)
    return SummaryInHand(
        document=found,
        drafted=found if is_open else None,
        remarks=remarks,
        title=found.title if found is not None else document_records.summary_title(launch.partnership)[:200],
        words=found.body if found is not None else record,
        from_record=record,
    )


def is_written_by(launch: Launch, person_id: int) -> bool:
    """Whether this person writes it, and the launch is over."""
    held = launch.meeting is not None and launch.meeting.held_at is not None
    return held and people.scribe(launch.session, launch.partnership_id).pk == person_id


def as_on_record(launch: Launch) -> OnRecord:
    """What its form was made from."""
    return on_record.document(in_hand(launch).drafted)


def keep(launch: Launch, form: Mapping[str, str], *, by: str) -> str:
    """Keeps the words, or hands them on to whoever releases them; the word of the notice.

    Raises NotAllowed for one that was handed on, and BadInput.
    """
    if in_hand(launch).is_handed_on:
        raise NotAllowed("The summary is signed off; a convener changes it now.")
    body = form.get("body", "").replace("\r\n", "\n").strip()
    if not body:
        raise BadInput("Write what it says.")
    if len(body) > LONGEST:
        raise BadInput(
            "It has %(count)s characters; shorten it to %(most)s at most.", count=len(body), most=LONGEST
        )
    title = form.get("title", "").strip() or document_records.summary_title(launch.partnership)
    documents.draft(launch.session, launch.now, launch.run_id, KIND, title[:200], body, by=by)
    if form.get("action") != "ready":
        return "document-drafted"
    state = releases.of_written_summary(launch.playbook)
    documents.settle(launch.session, launch.now, launch.run_id, KIND, state, by=by)
    return "summary-ready"
