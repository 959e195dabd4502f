"""A letter put into words, what it is known by on its way, and the copy of it for an assistant."""

import hashlib
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from notifications.own_words import OwnWords, WordsRefused
from notifications.rendering import Rendered, render
from sectorlaunch import access_links, events, links
from sectorlaunch.events import EventKind
from sectorlaunch.letters import Letter
from sectorlaunch.records import assistants, kind_words, partnerships
from sectorlaunch.tables import LinkPurpose, Message, Partnership, Person


def in_words(
    session: Session, now: datetime, run_id: int, kind: str, letter: Letter, own: OwnWords | None = None
) -> Rendered:
    """The letter in the convener's words where they fit, else in ours: a message is never lost over its wording."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    try:
        return render(kind, letter.context, kind_words.combined(session, partnership_id, kind, own))
    except WordsRefused as refused:
        said = f"The own words of “{kind}” could not be used: {refused}"[:4000]
        events.record(session, now, run_id, "Sector Launch", EventKind.WORDS_NOT_USED, said, message=kind)
        return render(kind, letter.context)


def copy_for_assistant(
    session: Session,
    now: datetime,
    partnership: Partnership,
    person: Person,
    message: Message,
    letter: Letter,
) -> Message:
    """The same letter to whoever keeps the person's calendar, with links of their own and no calendar entry."""

    def token(purpose: LinkPurpose) -> str:
        return access_links.issue(session, now, person.pk, purpose, partnership.id, for_assistant=True)

    unsubscribe_url = links.unsubscribe(token(LinkPurpose.UNSUBSCRIBE))
    theirs = letter.context.model_copy(
        update={
            "link": links.personal(token(LinkPurpose.PERSONAL)),
            "unsubscribe_url": unsubscribe_url,
            "copied_to": person.assistant_name or "whoever keeps the calendar",
            "why": f"You get this copy because you keep the calendar of {person.name}. "
            "What you answer on the page counts for them.",
        }
    )
    assert message.run_id is not None
    rendered = in_words(session, now, message.run_id, message.kind, replace(letter, context=theirs))
    purpose = f"{message.purpose}{assistants.COPY}"
    own = {"id", "state", "state_reason", "in_reply_to", "calendar_method", "calendar_text"}
    return Message(
        **message.model_dump(exclude=own)
        | {
            "purpose": purpose,
            "reason": f"The copy for the assistant of {person.name}"[:200],
            "channel": "email",
            "to_name": person.assistant_name or person.assistant_email,
            "to_address": person.assistant_email.strip().lower(),
            "subject": f"For {person.name}: {rendered.subject}"[:200],
            "text": rendered.text,
            "html": rendered.html,
            "short_text": rendered.short_text,
            "unsubscribe_url": unsubscribe_url,
            "message_id": message_id(partnership, letter, purpose, person.pk, message.occurrence),
        }
    )


def message_id(
    partnership: Partnership, letter: Letter, purpose: str, person_id: int, occurrence: str
) -> str:
    """The same for the same message whenever it is written, so that a repeat is recognised on the way."""
    seed = "/".join(
        [partnership.slug, partnership.created_at.isoformat(), purpose, str(person_id), occurrence]
    )
    domain = letter.reply_to.partition("@")[2] or "sector-launch.invalid"
    return f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{domain}"
