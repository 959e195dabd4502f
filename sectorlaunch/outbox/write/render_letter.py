"""A draft put into words, and the copy of it for an assistant."""

from dataclasses import replace
from datetime import date
from functools import partial

from notifications import calendar, phrases
from notifications.own_words import OwnWords, WordsRefused
from notifications.rendering import Rendered, render
from sectorlaunch import events, letters, links
from sectorlaunch.events import EventKind
from sectorlaunch.letters import Letter
from sectorlaunch.letters.letter_source import LetterRequest
from sectorlaunch.outbox.write import addresses, message_rows
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.outbox.write.message_rows import Leaving, Way, Written
from sectorlaunch.records import assistants, deadlines, kind_words, playbook_editions
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Message, PlannedTouch


def letter_of(
    launch: Launch, draft: Draft, unsubscribe_url: str = "", answer_by: date | None = None
) -> Letter:
    """The letter as it is stored: where it links to its reader's own page, the link is put in when it leaves.

    `answer_by` is the deadline it gives, where it gives one.
    """
    session, now = launch.session, launch.now
    own_page = draft.link or links.personal(links.UNTIL_IT_LEAVES)
    planned = launch.session.get_one(PlannedTouch, draft.planned_id) if draft.planned_id is not None else None
    return letters.compose(
        launch,
        LetterRequest(
            kind=draft.kind,
            person=draft.person,
            about=draft.about,
            gate_key=draft.gate_key,
            silent=tuple(draft.silent),
            explanation=draft.explanation,
            answer_by=answer_by or _answer_by(launch, draft, planned),
            planned=planned,
            why=draft.reason,
            link=own_page,
            unsubscribe_url=unsubscribe_url,
            in_partnership_language=bool(draft.own),
        ),
        partial(addresses.organizer_address, session, now),
    )


def _answer_by(launch: Launch, draft: Draft, planned: PlannedTouch | None) -> date | None:
    ask = draft.ask
    if ask is None and planned is not None:
        ask = playbook_editions.touch_of(launch.session, planned)
    return deadlines.answer_by(launch, ask, draft.person.pk) if ask is not None else None


def in_words(launch: Launch, kind: str, letter: Letter, own: OwnWords | None = None) -> Rendered:
    """The letter in the convener's words where they fit, else in ours: a message is never lost over its wording."""
    try:
        return render(
            kind,
            letter.context,
            kind_words.combined(launch.session, launch.partnership_id, kind, own, letter.context.language),
        )
    except WordsRefused as refused:
        said = f"The own words of “{kind}” could not be used: {refused}"[:4000]
        events.record(
            launch.session,
            launch.now,
            launch.run_id,
            "Sector Launch",
            EventKind.WORDS_NOT_USED,
            said,
            message=kind,
        )
        return render(kind, letter.context)


def known_by(launch: Launch, draft: Draft) -> str:
    """The same for the same message whenever it is written, so that a repeat is recognized on the way."""
    partnership = launch.partnership
    seed = (partnership.slug, partnership.created_at.isoformat(), draft.purpose, draft.person.pk, draft.once)
    return "/".join(map(str, seed))


def copy_for_assistant(launch: Launch, draft: Draft, message: Message, letter: Letter) -> Message:
    """The same letter to whoever keeps the person's calendar, with links of their own and an entry that asks nobody."""
    person = draft.person
    language = letter.context.language
    theirs = letter.context.model_copy(
        update={
            "link": links.personal(links.UNTIL_IT_LEAVES),
            "unsubscribe_url": links.unsubscribe(links.UNTIL_IT_LEAVES),
            "copied_to": person.assistant_name or phrases.say(language, "copy.nameless"),
            "why": phrases.say(language, "why.assistant", name=person.name),
        }
    )
    to_assistant = replace(letter, context=theirs, calendar=calendar.for_assistant(letter.calendar))
    words = in_words(launch, draft.kind, to_assistant)
    subject = phrases.say(language, "subject.copy", name=person.name, subject=words.subject)
    words = replace(words, subject=subject)
    copy = replace(
        draft,
        purpose=f"{draft.purpose}{assistants.COPY}",
        reason=f"The copy for the assistant of {person.name}",
    )
    made = message_rows.row(
        launch.run_id,
        copy,
        Written.of(to_assistant, words),
        Way(person.assistant_name or person.assistant_email, person.assistant_email.strip().lower()),
        Leaving(message.queued_at, message.send_after, message.missed_after),
        known_by=known_by(launch, copy),
    )
    made.copy_of_id = message.pk
    return made
