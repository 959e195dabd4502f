"""Messages written to the outbox, in the transaction of the change that causes them. Once for each purpose, person and occurrence."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from notifications.rendering import traits
from playbooks.model import Stop, Touch
from sectorlaunch.errors import NotAllowed
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.outbox.write.draft import Draft
from sectorlaunch.records import audiences, letter, overrides
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import (
    AboutKind,
    DataBrief,
    Document,
    GateRun,
    Person,
    PlannedTouch,
    Poll,
    ScoringRound,
)

SCORING_REQUEST = "scoring-request"


def queue_touch(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    touch: Touch,
    person: Person,
    *,
    urgent: bool = False,
) -> int:
    """Writes the message of a touch for one person, in the convener's words where there are some; 1 when it is new.

    `urgent` does not wait for office hours. Raises NotAllowed for the invitation letter, and for the copy of it, while
    it has fewer signatures than the playbook wants.
    """
    if traits(touch.kind).is_joint_letter and (why := letter.shortfall(session, planned.run_id)):
        raise NotAllowed(why)
    draft = Draft.of_touch(
        planned,
        touch,
        person,
        stop=touch.stop,
        missed_after=max(planned.due_at, now) + timedelta(days=touch.late_days),
        thread=planned.step_key,
        urgent=urgent,
        own=overrides.of(session, planned.pk).words_for(person.id),
    )
    return enqueue.write(Launch.of(session, now, planned.run_id), draft)


def queue_phone_task(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    touch: Touch,
    owner: Person,
    silent: Sequence[Person],
) -> int:
    """The note that hands a task to its owner: whom to call, and why."""
    draft = Draft.of_touch(
        planned,
        touch,
        owner,
        silent=silent,
        own=overrides.of(session, planned.pk).words_for(owner.id),
    )
    return enqueue.write(Launch.of(session, now, planned.run_id), draft)


def queue_gate_opened(session: Session, now: datetime, gate: GateRun, convener: Person) -> int:
    """Tells the convener that a gate has opened; again only when it was reopened meanwhile."""
    assert gate.opened_at is not None
    draft = Draft(
        "gate-opened",
        convener,
        purpose=f"gate-opened/{gate.step_key}/{gate.key}",
        occurrence=f"run#{gate.opened_at.isoformat()}",
        reason="A gate has opened",
        gate_key=gate.key,
    )
    return enqueue.write(Launch.of(session, now, gate.run_id), draft)


def ask_again(session: Session, now: datetime, gate: GateRun, people: Sequence[Person]) -> int:
    """Asks the questions of a gate again that were reopened, once for each reopening."""
    return _to_each(
        Launch.of(session, now, gate.run_id),
        people,
        "answer-request",
        purpose=f"asked-again/{gate.step_key}/{gate.key}",
        occurrence=f"run#{now.isoformat()}",
        reason="A question was reopened",
        stop=Stop.ANSWERED,
        gate_key=gate.key,
    )


def ask_to_sign(
    session: Session,
    now: datetime,
    run_id: int,
    revision: int,
    people: Sequence[Person],
    *,
    reason: str = "The invitation letter was changed",
) -> int:
    """Asks champions to sign a revision of the letter beside the playbook's requests, once for each revision."""
    return _to_each(
        Launch.of(session, now, run_id),
        people,
        "sign-request",
        purpose="sign-request/changed-letter",
        occurrence=f"run#revision-{revision}",
        reason=reason,
        stop=Stop.SIGNED,
    )


def queue_poll(
    session: Session, now: datetime, run_id: int, poll: Poll, person: Person, *, reminder: bool = False
) -> int:
    """Asks a person for their vote in a date poll, or reminds them: each once. 1 when it is new, else 0."""
    about = About(AboutKind.POLL, poll.pk)
    draft = Draft(
        "date-poll-reminder" if reminder else "date-poll",
        person,
        about=about,
        purpose=f"date-poll/{poll.id}/{'reminder' if reminder else 'question'}",
        reason="A date poll is about to close" if reminder else "A date is looked for",
        missed_after=poll.closes_at,
        thread=about,
    )
    return enqueue.write(Launch.of(session, now, run_id), draft)


def send_summary(session: Session, now: datetime, run_id: int, document: Document) -> int:
    """The executive summary to the business members who were at the launch."""
    launch = Launch.of(session, now, run_id)
    return _to_each(
        launch,
        audiences.resolve(session, launch.partnership_id, "business-attendees", About()),
        "executive-summary",
        purpose=f"executive-summary/{document.id}",
        reason="The summary of the launch",
    )


def send_brief(session: Session, now: datetime, run_id: int, brief: DataBrief) -> int:
    """The data brief to the support team and the champions, each once for each brief."""
    everyone = {
        person.id: person
        for audience in ("support-team", "champions")
        for person in audiences.resolve(session, brief.partnership_id, audience, About())
    }
    return _to_each(
        Launch.of(session, now, run_id),
        everyone.values(),
        "data-brief",
        about=About(AboutKind.BRIEF, brief.pk),
        purpose=f"data-brief/{brief.pk}",
        reason="The data brief is drawn up",
    )


def ask_to_score(session: Session, now: datetime, run_id: int, scoring: ScoringRound) -> int:
    """Asks each member to score where no touch of the playbook will: its step is still locked, or it has none.

    Under the touch's own purpose, so that nobody is asked twice when its step opens while the round is.
    """
    launch = Launch.of(session, now, run_id)
    steps = [
        (step.key, touch.key) for step, _, touch in launch.playbook.touches() if touch.kind == SCORING_REQUEST
    ]
    step_key, touch_key = steps[0] if steps else ("", "")
    about = About(AboutKind.SCORING, scoring.id)
    return _to_each(
        launch,
        audiences.resolve(session, scoring.partnership_id, "scorers", about),
        SCORING_REQUEST,
        about=about,
        purpose=f"{step_key}/{touch_key}" if steps else SCORING_REQUEST,
        step_key=step_key,
        reason="Score the sectors by yourself",
        stop=Stop.SCORED,
    )


def send_scores(session: Session, now: datetime, run_id: int, scoring: ScoringRound) -> int:
    """The scores of a round that is laid open, to everyone who was asked to score, each once."""
    return _to_each(
        Launch.of(session, now, run_id),
        audiences.resolve(session, scoring.partnership_id, "scorers", About()),
        "scores-open",
        about=About(AboutKind.SCORING, scoring.id),
        purpose=f"scores-open/{scoring.id}",
        reason="The scores are laid open",
    )


def _ask(launch: Launch, kind: str, gate_key: str | None) -> Touch | None:
    """The touch of the playbook whose deadline holds for a message of a kind that none planned."""
    touches = (one for _, _, one in launch.playbook.touches() if one.kind == kind)
    return next((one for one in touches if one.gate == gate_key), None)


def _to_each(launch: Launch, people: Iterable[Person], kind: str, **draft: Any) -> int:
    ask = _ask(launch, kind, draft.get("gate_key"))
    return sum(enqueue.write(launch, Draft(kind, person, ask=ask, **draft)) for person in people)
