"""Where letters said that something would follow and its moment has passed, somebody who can act is told."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from languages import DEFAULT, formatting
from notifications.rendering import kinds_that_announce, traits
from playbooks.model import Touch
from sectorlaunch.outbox.write import tasks
from sectorlaunch.outbox.write.tasks import Task
from sectorlaunch.records import audiences, promises, stop_rules
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Meeting, Message, MessageState, Person, PlannedTouch, ToDoKind

NAMED = 5
"""People whose names the task gives; it counts the others."""


def tell(session: Session, now: datetime, planned: PlannedTouch, touch: Touch, why: str) -> None:
    """A task for the convener where a touch that was missed had been promised to people it would still mean something to.

    A letter of apology to each would take longer to read than what it is about: whoever knows them decides whether a word
    by phone, the letter by hand, or nothing is right.
    """
    launch = Launch.of(session, now, planned.run_id)
    people = [] if _is_over(launch, planned, touch) else _promised_to(launch, planned, touch)
    if not people:
        return
    whom = formatting.listing(DEFAULT, [person.name for person in people[:NAMED]])
    more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
    count = "1 person" if len(people) == 1 else f"{len(people)} people"
    task = Task(
        ToDoKind.OTHER,
        purpose="promise missed",
        occurrence=f"{planned.touch_key}#{planned.occurrence}"[-80:],
        owner=launch.convener,
        about=None,
        title=f"“{touch.title}” was promised to {count} and did not go out: tell them another way"[:200],
        script=f"For {whom}{more}. The reason: {why}.",
    )
    tasks.create(launch, task)


def _is_over(launch: Launch, planned: PlannedTouch, touch: Touch) -> bool:
    """Whether it speaks of a meeting that has begun meanwhile: then there is nothing left to say."""
    if not traits(touch.kind).about_a_meeting:
        return False
    meeting_id = About.of(planned).id_of(AboutKind.MEETING)
    meeting = launch.session.get(Meeting, meeting_id) if meeting_id is not None else launch.meeting
    return meeting is not None and meeting.starts_at is not None and meeting.starts_at <= launch.now


def _promised_to(launch: Launch, planned: PlannedTouch, touch: Touch) -> list[Person]:
    """Who was told that it comes, has not had it since, and will not get it by another touch."""
    about = About.of(planned)
    told = _last_sent(launch, kinds_that_announce(touch.kind))
    had = _last_sent(launch, (touch.kind,)) if told else {}
    people = audiences.resolve(launch.session, launch.partnership_id, touch.to, about) if told else []
    return [
        person
        for person in people
        if person.pk in told
        and had.get(person.pk, told[person.pk]) <= told[person.pk]
        and not stop_rules.is_stopped(launch.session, launch.run_id, touch.stop, person.pk, about, touch.gate)
        and promises.to_come(launch, touch.kind, person, about, touch.gate) is None
    ]


def _last_sent(launch: Launch, kinds: tuple[str, ...]) -> dict[int, datetime]:
    """When each person was last sent a letter of these kinds."""
    sent = (
        select(Message.person_id, func.max(Message.sent_at))
        .where(
            Message.run_id == launch.run_id,
            Message.state == MessageState.SENT,
            col(Message.kind).in_(kinds),
            col(Message.person_id).is_not(None),
        )
        .group_by(col(Message.person_id))
    )
    return {
        person_id: at
        for person_id, at in launch.session.exec(sent)
        if person_id is not None and at is not None
    }
