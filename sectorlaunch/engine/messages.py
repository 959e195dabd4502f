"""Messages written to the outbox, in the transaction of the change that causes them. Once for each purpose, person and occurrence."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from notifications.rendering import traits
from playbooks.model import Stop, Touch
from sectorlaunch import links
from sectorlaunch.errors import NotAllowed
from sectorlaunch.outbox.write import enqueue
from sectorlaunch.records import audiences, letter, overrides, partnerships, playbook_editions
from sectorlaunch.records.about import About
from sectorlaunch.tables import DataBrief, Document, GateRun, Person, PlannedTouch, Poll, ScoringRound

SCORING_REQUEST = "scoring-request"
SIGN_IN = "sign-in"


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
    about = About.parse(planned.occurrence)
    return enqueue.write(
        session,
        now,
        planned.run_id,
        person,
        touch.kind,
        about,
        purpose=f"{planned.step_key}/{touch.key}",
        reason=touch.title,
        stop=touch.stop,
        gate_key=touch.gate,
        missed_after=max(planned.due_at, now) + timedelta(days=touch.late_days),
        thread=f"{planned.step_key}/",
        urgent=urgent,
        own=overrides.of(session, planned.pk).words_for(person.id),
    )


def queue_phone_task(
    session: Session,
    now: datetime,
    planned: PlannedTouch,
    touch: Touch,
    owner: Person,
    silent: Sequence[Person],
) -> int:
    """The note that hands a task to its owner: whom to call, and why."""
    return enqueue.write(
        session,
        now,
        planned.run_id,
        owner,
        touch.kind,
        About.parse(planned.occurrence),
        purpose=f"{planned.step_key}/{touch.key}",
        reason=touch.title,
        silent=silent,
        explanation=touch.script,
        gate_key=touch.gate,
        own=overrides.of(session, planned.pk).words_for(owner.id),
    )


def queue_gate_opened(session: Session, now: datetime, gate: GateRun, convener: Person) -> int:
    """Tells the convener that a gate has opened; again only when it was reopened meanwhile."""
    assert gate.opened_at is not None
    return enqueue.write(
        session,
        now,
        gate.run_id,
        convener,
        "gate-opened",
        About(),
        purpose=f"gate-opened/{gate.step_key}/{gate.key}",
        occurrence=f"run#{gate.opened_at.isoformat()}",
        reason="A gate has opened",
        gate_key=gate.key,
    )


def ask_again(session: Session, now: datetime, gate: GateRun, people: Sequence[Person]) -> int:
    """Asks the questions of a gate again that were reopened, once for each reopening."""
    return sum(
        enqueue.write(
            session,
            now,
            gate.run_id,
            person,
            "answer-request",
            About(),
            purpose=f"asked-again/{gate.step_key}/{gate.key}",
            occurrence=f"run#{now.isoformat()}",
            reason="A question was reopened",
            stop=Stop.ANSWERED,
            gate_key=gate.key,
        )
        for person in people
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
    return sum(
        enqueue.write(
            session,
            now,
            run_id,
            person,
            "sign-request",
            About(),
            purpose="sign-request/changed-letter",
            occurrence=f"run#revision-{revision}",
            reason=reason,
            stop=Stop.SIGNED,
        )
        for person in people
    )


def queue_poll(
    session: Session, now: datetime, run_id: int, poll: Poll, person: Person, *, reminder: bool = False
) -> int:
    """Asks a person for their vote in a date poll, or reminds them: each once. 1 when it is new, else 0."""
    kind = "date-poll-reminder" if reminder else "date-poll"
    return enqueue.write(
        session,
        now,
        run_id,
        person,
        kind,
        About("poll", str(poll.id)),
        purpose=f"date-poll/{poll.id}/{'reminder' if reminder else 'question'}",
        reason="A date poll is about to close" if reminder else "A date is looked for",
        missed_after=poll.closes_at,
        thread=f"date-poll/{poll.id}/",
    )


def send_summary(session: Session, now: datetime, run_id: int, document: Document) -> int:
    """The executive summary to the business members who were at the launch."""
    partnership_id = partnerships.partnership_of(session, run_id).pk
    return sum(
        enqueue.write(
            session,
            now,
            run_id,
            person,
            "executive-summary",
            About(),
            purpose=f"executive-summary/{document.id}",
            reason="The summary of the launch",
        )
        for person in audiences.resolve(session, partnership_id, "business-attendees", About())
    )


def send_brief(session: Session, now: datetime, run_id: int, brief: DataBrief) -> int:
    """The data brief to the support team and the champions, each once for each brief."""
    everyone = {
        person.id: person
        for audience in ("support-team", "champions")
        for person in audiences.resolve(session, brief.partnership_id, audience, About())
    }
    return sum(
        enqueue.write(
            session,
            now,
            run_id,
            person,
            "data-brief",
            About("brief", str(brief.pk)),
            purpose=f"data-brief/{brief.pk}",
            reason="The data brief is drawn up",
        )
        for person in everyone.values()
    )


def ask_to_score(session: Session, now: datetime, run_id: int, scoring: ScoringRound) -> int:
    """Asks each member to score where no touch of the playbook will: its step is still locked, or it has none.

    Under the touch's own purpose, so that nobody is asked twice when its step opens while the round is.
    """
    playbook = playbook_editions.of_run(session, run_id)
    purposes = [
        f"{step.key}/{touch.key}" for step, _, touch in playbook.touches() if touch.kind == SCORING_REQUEST
    ]
    about = About("scoring", str(scoring.id))
    return sum(
        enqueue.write(
            session,
            now,
            run_id,
            person,
            SCORING_REQUEST,
            about,
            purpose=purposes[0] if purposes else SCORING_REQUEST,
            reason="Score the sectors by yourself",
            stop=Stop.SCORED,
        )
        for person in audiences.resolve(session, scoring.partnership_id, "scorers", about)
    )


def send_scores(session: Session, now: datetime, run_id: int, scoring: ScoringRound) -> int:
    """The scores of a round that is laid open, to everyone who was asked to score, each once."""
    return sum(
        enqueue.write(
            session,
            now,
            run_id,
            person,
            "scores-open",
            About("scoring", str(scoring.id)),
            purpose=f"scores-open/{scoring.id}",
            reason="The scores are laid open",
        )
        for person in audiences.resolve(session, scoring.partnership_id, "scorers", About())
    )


def queue_sign_in(session: Session, now: datetime, person: Person, token: str, run_id: int) -> int:
    """The one-time sign-in link, by mail."""
    return enqueue.write(
        session,
        now,
        run_id,
        person,
        SIGN_IN,
        About(),
        purpose=SIGN_IN,
        occurrence=f"run#{now.isoformat()}",
        reason="You asked for a sign-in link",
        link=links.sign_in(token),
        urgent=True,
    )
