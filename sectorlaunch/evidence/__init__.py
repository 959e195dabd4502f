"""What the tables say, as one typed, frozen `Facts`: for gates, pages and artifacts alike."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from playbooks.facts import Attester, Facts
from playbooks.model import Question
from sectorlaunch import playbook_shelf
from sectorlaunch.audience_names import AUDIENCES
from sectorlaunch.evidence import action, invitations, launch, outcome, scope, sustain, team
from sectorlaunch.evidence.desk import Desk
from sectorlaunch.operations import audiences
from sectorlaunch.operations.audiences import Subject


def gather(session: Session, now: datetime, run_id: int) -> Facts:
    """The facts of a run at `now` (aware). Reads only; flushes what the unit of work has changed so far."""
    session.flush()
    desk = Desk.of(session, now, run_id)
    return Facts(
        today=desk.today,
        team=team.facts(desk),
        scope=scope.facts(desk),
        champions=scope.champion_facts(desk),
        launch=launch.facts(desk),
        guests=invitations.guest_facts(desk),
        invitation=invitations.letter_facts(desk),
        room=outcome.room_facts(desk),
        outcome=outcome.facts(desk),
        action=action.facts(desk),
        sustain=sustain.facts(desk),
        attesters=_attesters(desk, run_id),
    )


def _attesters(desk: Desk, run_id: int) -> dict[str, tuple[Attester, ...]]:
    playbook = playbook_shelf.of_run(desk.session, run_id)
    named = {
        question.attest.by
        for _, gate in playbook.gates()
        for question in gate.questions
        if question.attest is not None
    }
    return {
        audience: tuple(
            Attester(person_id=person.id, name=person.name)
            for person in audiences.resolve(desk.session, desk.partnership_id, audience, Subject())
            if person.id is not None
        )
        for audience in sorted(named & AUDIENCES.keys())
    }


def seen(session: Session, now: datetime, run_id: int, question: Question) -> dict[str, Any]:
    """The values of the facts a question rests on, as they are now: kept with the answer."""
    if not question.evidence:
        return {}
    facts = gather(session, now, run_id)
    return {evidence.fact: facts.look_up(evidence.fact).value for evidence in question.evidence}
