"""The convener's week in three parts: what is hers to do, what goes by itself and when, what is late; and what is new.

Each line knows since when it is so. A letter that would say nothing new since the last one is not written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, func, select

from notifications.context import CommitmentBrief, DatedLine
from sectorlaunch import wording
from sectorlaunch.events import EventKind
from sectorlaunch.letters import by_itself
from sectorlaunch.letters.letter_source import Fields, LetterSource
from sectorlaunch.records import (
    answers,
    delivery,
    documents,
    playbook_editions,
    progress,
    release_status,
    second_yes,
    tasks,
)
from sectorlaunch.records.launch import Launch
from sectorlaunch.status import paces, status
from sectorlaunch.tables import (
    DocumentKind,
    DocumentState,
    Event,
    GateState,
    Message,
    MessageState,
    Person,
    PlannedTouch,
    ToDo,
    TouchState,
)

LINES = 8
"""At most so many lines a part; the page has the rest."""
NAMED_AT_MOST = 6
NEWS = (
    EventKind.GATE_OPENED,
    EventKind.GATE_REOPENED,
    EventKind.STEP_PASSED,
    EventKind.CHAMPION_MOVED,
    EventKind.WAIVER_GIVEN,
    EventKind.MEETING_MOVED,
    EventKind.ATTENDANCE_RECORDED,
)
NO_TIME = "has not passed, and the plan up to the launch left no time for it"
"""Of a gate whose day had come before the launch was begun."""
ASK_THE_KEEPER = "Please tell whoever keeps Sector Launch here."
_FAILED = (MessageState.DEAD, MessageState.MISSED, MessageState.UNCERTAIN)


@dataclass(frozen=True)
class Line:
    """One line of a part. `since` is the moment from which it has been so; aware, UTC."""

    what: str
    since: datetime
    due: date | None = None


@dataclass(frozen=True)
class Week:
    """What a convener's letter has to say today."""

    to_do: list[Line]
    late: list[Line]
    news: list[Line]

    def has_news(self, since: datetime | None) -> bool:
        """Whether any of it has become so after `since`; any of it at all where there was no letter yet."""
        return any(since is None or line.since > since for line in (*self.to_do, *self.late, *self.news))


def weekly_digest(source: LetterSource) -> Fields:
    week = of(source.launch, source.person, last_sent(source.launch, source.kind, source.person))
    steps = [one for one in progress.steps_of(source.launch.session, source.launch.run_id) if one.opened_at]
    rule = source.launch.playbook.step(steps[-1].key) if steps else source.launch.playbook.steps[0]
    return {
        "step_title": rule.title,
        "to_do": tuple(_brief(source, line) for line in week.to_do[:LINES]),
        "coming": by_itself.of(source.launch, source.person)[:LINES],
        "trouble": tuple(line.what for line in week.late[:LINES]),
        "happened": tuple(
            DatedLine(when_words=source.on(line.since), what=line.what) for line in week.news[-LINES:]
        ),
    }


def _brief(source: LetterSource, line: Line) -> CommitmentBrief:
    """A day that is over is no deadline any more: it is said as what it was."""
    if line.due is None or line.due >= source.launch.today:
        return CommitmentBrief(what=line.what, due_words=source.day(line.due) if line.due else "")
    return CommitmentBrief(what=f"{line.what} (it was due {wording.short_day(line.due)})", due_words="")


def of(launch: Launch, person: Person, since: datetime | None) -> Week:
    """The week of one convener; what is new is what has happened since the last letter."""
    return Week(
        to_do=sorted(_to_do(launch, person), key=lambda line: (line.due or date.max, line.what)),
        late=list(_late(launch)),
        news=_news(launch, since),
    )


def last_sent(launch: Launch, kind: str, person: Person) -> datetime | None:
    """When the last letter of this kind was written to the person."""
    return launch.session.exec(
        select(func.max(Message.queued_at)).where(
            Message.run_id == launch.run_id,
            Message.person_id == person.id,
            Message.kind == kind,
            Message.state != MessageState.CANCELED,
        )
    ).one()


def _to_do(launch: Launch, person: Person) -> Iterator[Line]:
    yield from _releases(launch, person)
    yield from _second_yeses(launch, person)
    yield from _questions(launch, person)
    own = [task for task in tasks.open_for(launch.session, launch.run_id) if task.owner_id == person.id]
    yield from _tasks(launch, own)
    summary = documents.newest(launch.session, launch.partnership_id, DocumentKind.EXECUTIVE_SUMMARY)
    if summary is not None and summary.state is DocumentState.DRAFTED and summary.owner_id == person.id:
        yield Line("Read the executive summary, and call it ready", summary.drafted_at)


def _releases(launch: Launch, person: Person) -> Iterator[Line]:
    for standing in release_status.all_of(launch):
        if not standing.asks_now or person.id not in {p.id for p in standing.by}:
            continue
        count = sum(bool(one.email) for one in standing.waiting)
        letters = "one letter waits" if count == 1 else f"{count} letters wait"
        gate = standing.what.gate
        since = None
        if gate is not None:
            row = progress.gate_of(launch.session, launch.run_id, gate.key)
            since = row.settled_at or row.opened_at
        elif not _is_due_soon(launch, standing.what.touch.key):
            continue
        if not count:
            continue
        what = f"Release “{standing.what.touch.title}”: {letters} for you"
        yield Line(what, since or launch.now)


def _second_yeses(launch: Launch, person: Person) -> Iterator[Line]:
    """What another convener asked for and waits for her yes, until it is settled. Today has the same lines."""
    if not launch.playbook.two_for:
        return
    for asked in second_yes.asked(launch):
        if person.id in {other.id for other in asked.others}:
            yield Line(f"Say yes or no to {asked.asked_by}: {asked.title}", asked.asked_at)


def _is_due_soon(launch: Launch, touch_key: str) -> bool:
    planned = launch.session.exec(
        select(PlannedTouch.due_at).where(
            PlannedTouch.run_id == launch.run_id,
            PlannedTouch.touch_key == touch_key,
            PlannedTouch.state == TouchState.PLANNED,
        )
    ).first()
    return planned is not None and planned <= launch.now + timedelta(days=7)


def _questions(launch: Launch, person: Person) -> Iterator[Line]:
    """Gates with a question that is open to her, one line each."""
    for gate in progress.gates_of(launch.session, launch.run_id).values():
        if gate.state is not GateState.SHUT or gate.reached_at is None:
            continue
        rule = launch.playbook.step(gate.step_key).gate(gate.key)
        asked = answers.open_questions(launch.session, launch.run_id, gate.key, person.pk)
        mine = [one for one in asked if one.attest is not None]
        if mine:
            due = paces.due_on(launch, rule)
            had_time = due is not None and due > launch.on(gate.reached_at)
            yield Line(f"Answer “{mine[0].ask}” ({rule.title})", gate.reached_at, due if had_time else None)


def _tasks(launch: Launch, own: Sequence[ToDo]) -> Iterator[Line]:
    """Tasks alike are one line, with the names they are about."""
    alike: dict[tuple[str, date], list[ToDo]] = {}
    for task in own:
        alike.setdefault((task.title, task.due_on), []).append(task)
    for (title, due), group in alike.items():
        people = [launch.session.get(Person, task.about_id) for task in group if task.about_id is not None]
        names = [person.name for person in people if person is not None and person.name not in title]
        what = f"{title}: {wording.listing(names, NAMED_AT_MOST)}" if names else title
        yield Line(what, max(task.created_at for task in group), due)


def _late(launch: Launch) -> Iterator[Line]:
    """Gates whose day has passed, touches that were missed, letters that did not get through."""
    for gate in progress.gates_of(launch.session, launch.run_id).values():
        rule = launch.playbook.step(gate.step_key).gate(gate.key)
        due = paces.due_on(launch, rule)
        if gate.state is not GateState.SHUT or due is None or due >= launch.today:
            continue
        missing = gate.missing[0] if gate.missing else ""
        since = datetime.combine(due + timedelta(days=1), datetime.min.time(), launch.zone)
        had_time = due > launch.on(launch.run.started_at)
        late = f"should have passed by {wording.short_day(due)}" if had_time else NO_TIME
        yield Line(f"“{rule.title}” {late}. {missing}".strip(), since)
    missed = select(PlannedTouch).where(
        PlannedTouch.run_id == launch.run_id, PlannedTouch.state == TouchState.MISSED
    )
    rows = launch.session.exec(missed.order_by(col(PlannedTouch.id)))
    alike: dict[str, datetime] = {}
    for planned, touch in playbook_editions.with_touches(launch.session, rows):
        if planned.settled_at is not None and planned.settled_at > launch.now - by_itself.AHEAD:
            alike[f"“{touch.title}” was not sent: {planned.result}."] = planned.settled_at
    yield from (Line(what, settled_at) for what, settled_at in alike.items())
    failed = select(Message).where(Message.run_id == launch.run_id, col(Message.state).in_(_FAILED))
    for message in launch.session.exec(failed.order_by(col(Message.id).desc()).limit(5)):
        what = f"“{message.subject}” to {message.to_name}: {message.state.value}. {message.why}".strip()
        yield Line(what, message.send_after)
    for said in (*status.held_back(launch.session, launch.run_id), *_standing(launch)):
        yield Line(said, launch.now - by_itself.AHEAD)


def _standing(launch: Launch) -> Iterator[str]:
    """What stands still in the whole installation: messages that are held up, answers nobody reads."""
    count, oldest = delivery.oldest_waiting(launch.session, launch.now)
    if oldest is not None and launch.now - oldest > delivery.LATE:
        waits = "One message that was due has" if count == 1 else f"{count} messages that were due have"
        yield f"{waits} not left yet. {ASK_THE_KEEPER}"
    if delivery.mailboxes_in_trouble(launch.session):
        yield f"Answers that come by mail are not read just now; they wait in the mailbox. {ASK_THE_KEEPER}"


def _news(launch: Launch, since: datetime | None) -> list[Line]:
    """What has happened since the last letter; answers to the invitation are one line together, and so are all others."""
    after = since or launch.now - timedelta(days=7)
    found = launch.session.exec(
        select(Event)
        .where(
            Event.run_id == launch.run_id,
            Event.at > after,
            col(Event.kind).in_([kind.value for kind in (*NEWS, EventKind.INVITATION_ANSWERED)]),
        )
        .order_by(col(Event.id))
    ).all()
    replies = [event for event in found if event.kind == EventKind.INVITATION_ANSWERED.value]
    lines = [Line(event.summary, event.at) for event in found if event not in replies]
    invitation = launch.meeting.pk if launch.meeting is not None else None
    to_it = [event for event in replies if event.data.get("meeting_id") == invitation]
    lines += _answers(to_it, "guests have answered the invitation")
    lines += _answers(
        [event for event in replies if event not in to_it], "people have answered about a call or a meeting"
    )
    return sorted(lines, key=lambda line: line.since)


def _answers(replies: Sequence[Event], who: str) -> Iterator[Line]:
    """One line for all of them; whoever answered twice counts by what they said last."""
    if len(replies) == 1:
        yield Line(replies[0].summary, replies[0].at)
    elif replies:
        states = {
            (one.data.get("meeting_id"), one.data.get("person_id")): one.data.get("state") for one in replies
        }
        people = {person for _, person in states}
        yes = {person for (_, person), state in states.items() if state == "accepted"}
        said = f"{len(people)} {who} since the last letter; {len(yes)} of them said yes."
        yield Line(said, replies[-1].at)
