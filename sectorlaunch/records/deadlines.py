"""By when people are to answer: the one deadline of each ask, read by letters, reminders, calls and pages alike."""

from datetime import date

from sqlmodel import Session, col, select

from playbooks import deadlines
from playbooks.model import Playbook, Touch
from sectorlaunch.query_cache import cached
from sectorlaunch.records import dates
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import Deadline, Meeting, Message, MessageState


def would_be(launch: Launch, touch: Touch, asked_on: date | None = None) -> date | None:
    """The deadline of a touch that is written today, or on `asked_on`; None for one that asks for nothing by a day."""
    launch_on = dates.launch_date(launch.session, launch.partnership)
    soonest = _days(launch, deadlines.SOONEST)
    return deadlines.due_on(touch, asked_on or launch.today, launch_on, launch.calendar, soonest)


def calls_by(launch: Launch, about: About = THE_RUN) -> date:
    """The day by which calls that are given out today are to be made; before the launch, and before the meeting they are
    about, while those are to come."""
    due = launch.calendar.add_business_days(launch.today, _days(launch, deadlines.CALL_WITHIN))
    ahead = [dates.launch_date(launch.session, launch.partnership)]
    if (meeting_id := about.id_of("meeting")) is not None:
        starts_at = launch.session.get_one(Meeting, meeting_id).starts_at
        ahead.append(launch.on(starts_at) if starts_at is not None else None)
    for day in ahead:
        due = deadlines.before_launch(due, launch.today, day, launch.calendar)
    return due


def _days(launch: Launch, name: str) -> int:
    return launch.number(name, deadlines.USUAL[name])


def asked_by(playbook: Playbook, touch: Touch) -> tuple[str, Touch] | None:
    """The step and the ask a touch belongs to: itself, or what it reminds of."""
    key = touch.when.ask or touch.key
    found = next(((step.key, one) for step, _, one in playbook.touches() if one.key == key), None)
    return found if found is not None and found[1].has_deadline else None


def of_ask(session: Session, run_id: int, step_key: str, touch_key: str) -> list[Deadline]:
    """Every deadline of an ask, the earliest first."""
    found = select(Deadline).where(
        Deadline.run_id == run_id, Deadline.step_key == step_key, Deadline.touch_key == touch_key
    )
    return list(session.exec(found.order_by(col(Deadline.due_on))))


def first_of(session: Session, run_id: int, step_key: str, touch_key: str) -> int:
    """The id of the earliest deadline of an ask that has one."""
    return cached(
        session,
        (Deadline,),
        ("first deadline of", run_id, step_key, touch_key),
        lambda: of_ask(session, run_id, step_key, touch_key)[0].pk,
    )


def of_person(
    session: Session, run_id: int, step_key: str, touch_key: str, person_id: int
) -> Deadline | None:
    """The deadline somebody was given with an ask: the newest."""

    def read() -> dict[int, int]:
        given = (
            select(Message.person_id, Message.deadline_id)
            .join(Deadline, col(Message.deadline_id) == col(Deadline.id))
            .where(
                Message.run_id == run_id,
                Deadline.step_key == step_key,
                Deadline.touch_key == touch_key,
                Message.state != MessageState.CANCELED,
            )
            .order_by(col(Message.id))
        )
        return dict(session.exec(given).all())  # type: ignore[arg-type]

    behind = (Deadline, Message)
    known = cached(session, behind, ("deadlines of", run_id, step_key, touch_key), read)
    deadline_id = known.get(person_id)
    return session.get(Deadline, deadline_id) if deadline_id is not None else None


def answer_by(launch: Launch, touch: Touch, person_id: int) -> date | None:
    """By when a person is to answer what a touch asks or reminds of: what they were told, else what they would be."""
    ask = asked_by(launch.playbook, touch)
    if ask is None:
        return None
    step_key, asks = ask
    stored = of_person(launch.session, launch.run_id, step_key, asks.key, person_id)
    return stored.due_on if stored is not None else would_be(launch, asks)
