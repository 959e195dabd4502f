"""Every message that is still to come, by date, with its words. Looking writes nothing and issues no links."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from sqlmodel import Session, col, select

from languages.catalogs import mark
from notifications.own_words import OwnWords, WordsRefused
from notifications.rendering import kinds_with, render
from playbooks.model import Touch
from sectorlaunch import letters, links
from sectorlaunch.engine import carry_out
from sectorlaunch.letters.letter_source import LetterRequest
from sectorlaunch.records import deadlines, kind_words, overrides, people, playbook_editions, reach, waves
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.overrides import Decisions
from sectorlaunch.tables import Message, MessageState, Person, PlannedTouch, TouchState

RENDERED_AT_ONCE = 100
"""How many messages are put into words for one look, unless more are asked for."""
NOT_YET = mark("This cannot be shown yet: it mentions something that is not settled.")


@dataclass(frozen=True)
class Words:
    """A message as its recipient would read it today; its personal links lead nowhere."""

    subject: str = ""
    text: str = ""
    html: str = ""
    trouble: str = ""
    """Why it cannot be shown; the rest is empty then."""


@dataclass(frozen=True)
class Coming:
    """One message to one person. `at` is when it is planned, or when it may leave the outbox; aware, UTC."""

    number: str
    """How a command names it: the planned touch ("12") or the message in the outbox ("m34")."""
    planned_id: int | None
    message_id: int | None
    at: datetime
    kind: str
    title: str
    person_id: int
    to_name: str
    to_address: str
    state: str
    """planned, skipped, queued; "by phone" for those without an address, "withheld" for those who want nothing."""
    note: str = ""
    """Who skipped it, whether it has words of its own, whom a call is about."""
    words: Words | None = None


@dataclass(frozen=True)
class Day:
    on: date
    """In the partnership's zone."""
    messages: list[Coming]


def coming(launch: Launch, *, with_words: bool = False, limit: int = RENDERED_AT_ONCE) -> list[Day]:
    """What is planned and what waits in the outbox, grouped by date. With words, the first `limit` carry theirs."""
    found = sorted(_all(launch), key=lambda one: (one.at, one.title, one.to_name))
    if with_words:
        head = [replace(one, words=words_of(launch, one)) for one in found[:limit]]
        found = head + found[limit:]
    days = groupby(found, key=lambda one: launch.on(one.at))
    return [Day(on, list(messages)) for on, messages in days]


def find(launch: Launch, planned_id: int, person_id: int) -> Coming | None:
    """One coming message of the plan; None when the touch does not reach the person."""
    for planned in _planned(launch.session, launch.run_id):
        if planned.id == planned_id:
            return next(
                (one for one in _of_touches(launch, [planned]) if one.person_id == person_id),
                None,
            )
    return None


def of_touch(launch: Launch, planned_id: int) -> list[Coming]:
    """Everybody one planned touch reaches, or would reach if they were not left out; nobody once it is carried out."""
    planned = [row for row in _planned(launch.session, launch.run_id) if row.id == planned_id]
    return list(_of_touches(launch, planned))


def words_of(launch: Launch, one: Coming) -> Words:
    """The words of one message, as they are now."""
    if one.message_id is not None:
        message = launch.session.get_one(Message, one.message_id)
        cut = links.without_private
        return Words(message.subject, cut(message.text), cut(message.html))
    assert one.planned_id is not None
    single = overrides.of(launch.session, one.planned_id).words_for(one.person_id)
    own = kind_words.combined(launch.session, launch.partnership_id, one.kind, single) if single else None
    return words_of_kind(launch, one, own)


def words_of_kind(launch: Launch, one: Coming, own: OwnWords | None) -> Words:
    """A message of the plan in `own` words, kept or not; without them as it stands."""
    planned = launch.session.get_one(PlannedTouch, one.planned_id)
    touch = playbook_editions.touch_of(launch.session, planned)
    person = launch.session.get_one(Person, one.person_id)
    silent = _silent(launch, planned, touch, person) if touch.task_for else []
    return as_it_lands(
        Launch.of(launch.session, one.at, planned.run_id),
        LetterRequest(
            touch.kind,
            person,
            About.of(planned),
            why=touch.title,
            link=links.personal(links.PLACEHOLDER),
            unsubscribe_url=links.unsubscribe(links.PLACEHOLDER),
            gate_key=touch.gate,
            silent=tuple(silent),
            planned=planned,
            answer_by=deadlines.answer_by(launch, touch, person.pk),
            in_partnership_language=bool(own),
        ),
        own,
    )


def as_it_lands(launch: Launch, request: LetterRequest, own: OwnWords | None = None) -> Words:
    """A letter in `own` words, or without them in those that are kept for its kind in the language of its reader."""
    try:
        context = letters.compose(launch, request).context
        if own is None:
            own = kind_words.of(launch.session, launch.partnership_id, request.kind, context.language)
        rendered = render(request.kind, context, own)
    except WordsRefused as refused:
        return Words(trouble=str(refused))
    except letters.UNSETTLED:
        return Words(trouble=NOT_YET)
    return Words(rendered.subject, rendered.text, rendered.html)


def first_of_kind(launch: Launch, kind: str) -> Coming | None:
    """The next coming message of a kind that is planned: what words are tried on."""
    planned = [one for one in _all(launch) if one.kind == kind and one.planned_id]
    return min(planned, key=lambda one: (one.at, one.to_name), default=None)


def _all(launch: Launch) -> Iterator[Coming]:
    yield from _of_touches(launch, _planned(launch.session, launch.run_id))
    yield from _queued(launch.session, launch.run_id)


def _planned(session: Session, run_id: int) -> list[PlannedTouch]:
    return list(
        session.exec(
            select(PlannedTouch)
            .where(PlannedTouch.run_id == run_id, PlannedTouch.state == TouchState.PLANNED)
            .order_by(col(PlannedTouch.due_at), col(PlannedTouch.id))
        )
    )


def _of_touches(launch: Launch, planned: Iterable[PlannedTouch]) -> Iterator[Coming]:
    rows = {row.id: row for row in planned if row.id is not None}
    if not rows:
        return
    decisions = overrides.of_all(launch.session, rows)
    written = _written(launch.session, launch.run_id)
    for row, touch in playbook_editions.with_touches(launch.session, rows.values()):
        for one in _of_touch(launch, row, touch, decisions[row.pk]):
            if (f"{row.step_key}/{row.touch_key}", row.occurrence, one.person_id) not in written:
                yield one


def _of_touch(launch: Launch, planned: PlannedTouch, touch: Touch, decisions: Decisions) -> Iterator[Coming]:
    people = carry_out.wanted(launch.session, launch.partnership_id, planned, touch)
    if touch.task_for is None:
        for person in people:
            yield _one(launch, planned, touch, person, decisions, "")
        return
    people = [person for person in people if person.id not in decisions.skipped]
    for owner, silent in reach.callers(launch.session, launch.partnership_id, touch, people):
        yield _one(
            launch,
            planned,
            touch,
            owner,
            decisions,
            f"to call: {', '.join(person.name for person in silent)}",
        )


def _one(
    launch: Launch, planned: PlannedTouch, touch: Touch, person: Person, decisions: Decisions, note: str
) -> Coming:
    skip = decisions.skip_of(None if touch.task_for else person.pk)
    notes = [note, f"skipped by {skip.by}" if skip else ""]
    notes.append("in words of its own" if decisions.words_for(person.pk) else "")
    return Coming(
        number=str(planned.id),
        planned_id=planned.id,
        message_id=None,
        at=max(planned.due_at, launch.now),
        kind=touch.kind,
        title=touch.title + (", second wave" if About.of(planned) == waves.SECOND else ""),
        person_id=person.pk,
        to_name=person.name,
        to_address=person.email or "",
        state="skipped" if skip else _state(launch.session, person),
        note="; ".join(filter(None, notes)),
    )


def _state(session: Session, person: Person) -> str:
    if people.left_alone_since(session, person) or people.address_refused_at(session, person):
        return "withheld"
    return "planned" if person.email else "by phone"


def _silent(launch: Launch, planned: PlannedTouch, touch: Touch, owner: Person) -> list[Person]:
    decisions = overrides.of(launch.session, planned.pk)
    people = [
        person
        for person in carry_out.wanted(launch.session, launch.partnership_id, planned, touch)
        if person.id not in decisions.skipped
    ]
    calls = reach.callers(launch.session, launch.partnership_id, touch, people)
    return next((silent for caller, silent in calls if caller.id == owner.id), [])


def _written(session: Session, run_id: int) -> set[tuple[str, str, int | None]]:
    """Who has what already, by touch and occurrence: what was sent before its date is not still to come."""
    planned = select(PlannedTouch.occurrence).where(
        PlannedTouch.run_id == run_id, PlannedTouch.state == TouchState.PLANNED
    )
    return set(
        session.exec(
            select(Message.purpose, Message.occurrence, Message.person_id).where(
                Message.run_id == run_id, col(Message.occurrence).in_(planned)
            )
        )
    )


def _queued(session: Session, run_id: int) -> Iterator[Coming]:
    waiting = select(Message).where(
        Message.run_id == run_id,
        col(Message.state).in_([MessageState.QUEUED, MessageState.LEASED]),
        col(Message.kind).not_in(kinds_with("is_private")),
    )
    for message in session.exec(waiting):
        yield Coming(
            number=f"m{message.id}",
            planned_id=None,
            message_id=message.id,
            at=message.send_after,
            kind=message.kind,
            title=message.reason,
            person_id=message.reader_id,
            to_name=message.to_name,
            to_address=message.to_address,
            state="queued",
        )
