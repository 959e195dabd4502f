"""The convener of a rehearsal: looks at the gates, does what is theirs, asks in person, and waives what will not come.

Paced by the default clock of the playbook: a gate due in four months is not worked at today.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from playbooks.gates import QuestionState, QuestionVerdict
from playbooks.model import Anchor, Gate, Question, Stop, Touch
from sectorlaunch.actions import gates
from sectorlaunch.facts import gate_status
from sectorlaunch.facts.gate_status import GateStatus
from sectorlaunch.records import audiences, dates, meetings, progress, second_yes
from sectorlaunch.records import people as people_records
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal import agreeing, replies
from sectorlaunch.rehearsal.cast import Cast
from sectorlaunch.rehearsal.settling import SETTLES, Needs
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import GateState, Partnership, PlannedTouch, ToDo, ToDoKind, TouchState

AHEAD = timedelta(days=14)
"""How long before a gate is due the convener begins to work at it."""
SOON = timedelta(days=8)
"""A touch due within this is worth waiting for."""
LONGEST_TALK = 12
"""Looks at a gate while somebody's doubt is being talked over."""
WAIVED_FOR = timedelta(days=30)
WHILE_THEY_ANSWER = (
    Stop.ACKNOWLEDGED,
    Stop.REPLIED_TO_ASK,
    Stop.SIGNED,
    Stop.REPLIED,
)
WHY = {
    "evidence": "We have looked at it; it will not change any more, and the launch must go on.",
    "statement": "Everybody has been asked twice and called; we go on and ask again later.",
}


@dataclass
class Convener:
    stage: Stage
    cast: Cast
    _looked_at: set[tuple[str, datetime | None]] = field(default_factory=set)
    """Gates somebody is at work on, with the moment they were reached."""
    _tries: dict[str, int] = field(default_factory=dict)

    def notice(self, session: Session) -> None:
        """Takes on every gate the launch has come to since the last time."""
        for gate in progress.gates_of(session, self.stage.run_id).values():
            if gate.state is GateState.SHUT and (gate.key, gate.reached_at) not in self._looked_at:
                self._looked_at.add((gate.key, gate.reached_at))
                self._look_later(gate.key, begins=self._worked_at_from(session, gate.key))

    def _look_later(self, gate_key: str, *, begins: datetime | None = None, days: float = 1) -> None:
        dice = self.stage.chance.of("look", gate_key, self._tries.get(gate_key, 0), self.stage.now.date())
        moment = self.stage.now + timedelta(hours=dice.uniform(12, 36) * days)
        moment = max(moment, begins or moment)
        self.stage.at(self.stage.by_day(moment, dice), lambda session: self._look(session, gate_key))

    def _worked_at_from(self, session: Session, gate_key: str) -> datetime | None:
        due = self._due(session, gate_key)
        return None if due is None else due - AHEAD

    def _due(self, session: Session, gate_key: str) -> datetime | None:
        rule = self._rule(gate_key)
        partnership = session.get_one(Partnership, self.stage.partnership_id)
        launch_on = dates.launch_date(session, partnership)
        if rule.due is None or rule.due.anchor is not Anchor.LAUNCH or launch_on is None:
            return None
        return self.stage.calendar.due_at(rule.due, launch_on, self.stage.playbook.office_hours)

    def _look(self, session: Session, gate_key: str) -> None:
        status = gate_status.look(Launch.of(session, self.stage.now, self.stage.run_id), gate_key)
        if status.state is not GateState.SHUT:
            return
        missing = self._open_ones(status)
        tries = self._tries[gate_key] = self._tries.get(gate_key, 0) + 1
        settled = self._settle_records(session, gate_key, missing)
        talking = any(question.tally.still_open for question in missing) and tries < LONGEST_TALK
        if tries > 1 and not settled and not talking and not self._others_are_at_it(session, gate_key):
            if tries % 2 == 0:
                self._ask_in_person(session, gate_key, missing)
            else:
                self._waive(session, gate_key, missing)
        self._look_later(gate_key, days=2)

    def _open_ones(self, status: GateStatus) -> list[QuestionVerdict]:
        """What is to be settled; releases are given as soon as they are asked for."""
        rule = self._rule(status.gate_key)
        return [
            question
            for question in status.questions
            if question.state is QuestionState.OPEN and rule.question(question.key).release is None
        ]

    def _settle_records(self, session: Session, gate_key: str, missing: list[QuestionVerdict]) -> bool:
        """Does what the records lack and the convener can bring; whether any of it was new."""
        needs = Needs(Launch.of(session, self.stage.now, self.stage.run_id).numbers)
        rule = self._rule(gate_key)
        deeds = dict.fromkeys(
            SETTLES[evidence.fact]
            for verdict in missing
            for evidence in rule.question(verdict.key).evidence
            if evidence.fact in SETTLES
        )
        fresh = False
        for deed in deeds:
            name = f"{gate_key}/{deed.__name__}"
            self._tries[name] = self._tries.get(name, 0) + 1
            fresh = fresh or self._tries[name] < 3
            deed(self.stage, session, needs)
        return fresh

    def _others_are_at_it(self, session: Session, gate_key: str) -> bool:
        """Whether a letter or a call is still to come that may settle it, or the launch itself."""
        if self._waits_for_launch(session, gate_key):
            return True
        calls = session.exec(
            select(ToDo.id).where(
                ToDo.run_id == self.stage.run_id,
                ToDo.kind == ToDoKind.PHONE,
                col(ToDo.done_at).is_(None),
            )
        ).first()
        return calls is not None or any(
            self._is_worth_waiting_for(planned, gate_key) for planned in self._planned(session, gate_key)
        )

    def _waits_for_launch(self, session: Session, gate_key: str) -> bool:
        facts = {e.fact for q in self._rule(gate_key).questions for e in q.evidence}
        launch = meetings.launch_meeting(session, self.stage.partnership_id)
        return (
            "room.held" in facts
            and launch is not None
            and (launch.starts_at is not None and launch.starts_at > self.stage.now)
        )

    def _planned(self, session: Session, gate_key: str) -> list[PlannedTouch]:
        """Planned touches of the activities that come before the gate, in its step."""
        gate = progress.gate_of(session, self.stage.run_id, gate_key)
        step = self.stage.playbook.step(gate.step_key)
        activities = {activity.key for activity in step.activities if activity.before == gate_key}
        return list(
            session.exec(
                select(PlannedTouch).where(
                    PlannedTouch.run_id == self.stage.run_id,
                    PlannedTouch.step_key == gate.step_key,
                    col(PlannedTouch.activity_key).in_(activities),
                    PlannedTouch.state == TouchState.PLANNED,
                )
            )
        )

    def _is_worth_waiting_for(self, planned: PlannedTouch, gate_key: str) -> bool:
        touch = self._touch(planned)
        if touch.when.anchor is Anchor.WEEK:
            return False
        if touch.stop is Stop.ANSWERED:
            return touch.gate == gate_key
        return touch.stop in WHILE_THEY_ANSWER or planned.due_at <= self.stage.now + SOON

    def _ask_in_person(self, session: Session, gate_key: str, missing: list[QuestionVerdict]) -> None:
        """Goes to those who have not answered, signed or acknowledged; they do not say no to the convener's face."""
        rule = self._rule(gate_key)
        for verdict in missing:
            question = rule.question(verdict.key)
            if question.attest is not None:
                for person in self._audience(session, question.attest.by):
                    replies.answers(gate_key)(self.stage, session, person, replies.IN_PERSON)
            for evidence in question.evidence:
                if evidence.fact == "team.role_sheets_open":
                    for person in self._audience(session, "role-holders"):
                        replies.acknowledge(self.stage, session, person, replies.IN_PERSON)
                if evidence.fact == "champions.signed":
                    for person in self._audience(session, "champions"):
                        replies.sign(self.stage, session, person, replies.IN_PERSON)
                if evidence.fact in ("outcome.summary_ready", "outcome.summary_sent"):
                    for person in self._audience(session, "summary-owner"):
                        replies.release_summary(self.stage, session, person, replies.IN_PERSON)

    def _waive(self, session: Session, gate_key: str, missing: list[QuestionVerdict]) -> bool:
        """Whether it was done: what waits for a second yes is not asked for twice."""
        launch = Launch.of(session, self.stage.now, self.stage.run_id)
        if second_yes.of_gate(launch, gate_key):
            return False
        convener = people_records.convener(session, self.stage.partnership_id)
        until: date = self.stage.calendar.local_date(self.stage.now) + WAIVED_FOR
        for verdict in missing:
            question = self._rule(gate_key).question(verdict.key)
            gates.waive(
                session,
                self.stage.now,
                self.stage.run_id,
                gate_key,
                verdict.key,
                given_by=convener.name,
                why=WHY["statement" if _is_statement(question) else "evidence"],
                until=until,
                asked_by=convener,
            )
        agreeing.agree_to_all(session, self.stage)
        return True

    def clear_the_way(self, session: Session) -> bool:
        """On the eve of the launch: waives what still holds the steps before it. Whether there was anything."""
        gates_of_run = progress.gates_of(session, self.stage.run_id).values()
        shut = [gate for gate in gates_of_run if gate.state is GateState.SHUT]
        found = False
        for gate in shut:
            rule = self._rule(gate.key)
            if rule.due is not None and rule.due.anchor is Anchor.LAUNCH and rule.due.days < 0:
                status = gate_status.look(Launch.of(session, self.stage.now, self.stage.run_id), gate.key)
                found = self._waive(session, gate.key, self._open_ones(status)) or found
        return found

    def _audience(self, session: Session, name: str) -> list[int]:
        people = audiences.resolve(session, self.stage.partnership_id, name, About())
        return [person.id for person in people if person.id is not None]

    def _rule(self, gate_key: str) -> Gate:
        return next(gate for _, gate in self.stage.playbook.gates() if gate.key == gate_key)

    def _touch(self, planned: PlannedTouch) -> Touch:
        activity = self.stage.playbook.step(planned.step_key).activity(planned.activity_key)
        return activity.touch(planned.touch_key)


def _is_statement(question: Question) -> bool:
    return question.attest is not None and not question.evidence
