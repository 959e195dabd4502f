"""The fixed cast of the tests: a small partnership in Denver, its people, and the moments things happen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from playbooks import loader
from sectorlaunch import database, playbook_vocabulary
from sectorlaunch.actions import answers, releases
from sectorlaunch.engine import carry_out, partnerships, steps
from sectorlaunch.facts import gate_status
from sectorlaunch.files import contacts_file, partnership_file
from sectorlaunch.records import playbook_editions, release_status
from sectorlaunch.records import releases as release_records
from sectorlaunch.records.about import THE_RUN, About
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import (
    AnswerVerdict,
    GateRun,
    Meeting,
    MeetingKind,
    Message,
    Person,
    PlannedTouch,
    PlaybookRun,
    StepRun,
    StepState,
    ToDo,
    TouchState,
)
from tests import kept_states
from tests.kept_states import State

MONDAY = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
"""Monday, March 2, 2026, 9:00 in Denver."""
LAUNCH_DAY = date(2026, 9, 10)

PARTNERSHIP = f"""
slug: fernwater
name: Fernwater Valley Partnership
industry: {{name: Manufacturing, naics: ["31-33"]}}
region: {{name: Fernwater Valley, state: CO, counties: [Larimer, Weld]}}
time_zone: America/Denver
playbook: sector-launch
convener: {{name: Cora Venner, email: cora@example.org, organization: Fernwater College, title: Dean, phone: 970-555-0100, sector: education}}
facilitator: {{name: Fay Neutral, email: fay@example.org, organization: Plain Talk, title: Facilitator, phone: 970-555-0101, sector: community}}
support_team:
  education:
    - {{name: Edda Teach, email: edda@example.org, organization: Fernwater College, title: Director, phone: 970-555-0102}}
  workforce development:
    - {{name: Will Work, email: will@example.org, organization: Valley Workforce Board, title: Lead, phone: 970-555-0103}}
  economic development:
    - {{name: Enid Grow, email: enid@example.org, organization: Valley Growth Office, title: Manager, phone: 970-555-0104}}
  labor:
    - {{name: Lars Union, email: lars@example.org, organization: Machinists Lodge 9, title: Organizer, phone: 970-555-0105}}
launch: {{date: {LAUNCH_DAY.isoformat()}, minutes: 120}}
"""
TEAM = ("Edda Teach", "Will Work", "Enid Grow", "Lars Union")
CONVENER = "Cora Venner"

CONTACTS = """\
name,email,phone,title,organization,sector,role,decides,relationship_owner,note
Champ One,champ1@example.com,970-555-0110,Chief executive,One Gears,business,champion,yes,edda@example.org,
Champ Two,champ2@example.com,970-555-0111,Owner,Two Castings,business,champion,yes,will@example.org,
Biz Alder,alder@example.com,970-555-0112,President,Alder Tools,business,business leader,yes,,
Biz Birch,birch@example.com,970-555-0113,Owner,Birch Metals,business,business leader,yes,,
Biz Cedar,cedar@example.com,970-555-0114,Owner,Cedar Panels,business,business leader,yes,,
Phone Only,,970-555-0115,Owner,Far Acres,business,business leader,yes,,
Pub Partner,pub@example.org,970-555-0116,Director,County Office,government,public partner,no,,
"""

ASKS = (("Champ One", "Edda Teach"), ("Champ Two", "Will Work"))
"""Who is to be asked to be a champion, and by whom."""

Result = TypeVar("Result")


@dataclass
class Launch:
    """A partnership under way in a test, with the moves people make."""

    engine: Engine
    run_id: int
    now: datetime = MONDAY

    def do(self, deed: Callable[[Session, datetime], Result]) -> Result:
        """Carries out a deed in one unit of work, then lets the open steps go on as their flows would."""
        with database.unit_of_work(self.engine, self.now) as session:
            result = deed(session, self.now)
        self.go_on()
        return result

    def go_on(self) -> None:
        with database.unit_of_work(self.engine, self.now) as session:
            for step in session.exec(
                select(StepRun).where(StepRun.run_id == self.run_id, StepRun.state == StepState.OPEN)
            ).all():
                steps.advance(session, self.now, step.pk)

    def wait(self, days: float) -> None:
        """Lets days pass, then carries out what has come due."""
        self.now += timedelta(days=days)
        self.do(carry_out.due)

    def answer(
        self, name: str, gate: str, question: str, verdict: AnswerVerdict = AnswerVerdict.DONE, note: str = ""
    ) -> None:
        self.do(
            lambda session, now: answers.record(
                session,
                now,
                self.run_id,
                gate,
                question,
                self.person(session, name),
                answers.GivenAnswer(verdict, note),
            )
        )

    def release(
        self,
        touch: str = "invitation",
        *,
        by: str = CONVENER,
        to: Iterable[str] | None = None,
        wave: int | None = None,
        sentence: str = "",
    ) -> None:
        """Somebody lets a letter go: to everyone it goes to, or to those named."""

        def deed(session: Session, now: datetime) -> str:
            who = session.get_one(Person, self.person(session, by))
            chosen = None if to is None else [self.person(session, name) for name in to]
            return releases.give(
                session, now, self.run_id, touch, by=who, to=chosen, wave=wave, sentence=sentence
            )

        self.do(deed)

    def release_asks(self) -> None:
        """The owners of the two prospects let their asks go."""
        for champion, owner in ASKS:
            self.release("champion-ask", by=owner, to=[champion])

    def person(self, session: Session, name: str) -> int:
        return session.exec(self._called(name)).one().pk

    def someone(self, name: str) -> Person:
        with database.reading(self.engine) as session:
            return session.exec(self._called(name)).one()

    def _called(self, name: str) -> SelectOfScalar[Person]:
        """Of this partnership; another one may have somebody of the same name on its list."""
        here = select(PlaybookRun.partnership_id).where(PlaybookRun.id == self.run_id)
        return select(Person).where(Person.name == name, col(Person.partnership_id).in_(here))

    def gate(self, key: str) -> GateRun:
        with database.reading(self.engine) as session:
            return session.exec(
                select(GateRun).where(GateRun.run_id == self.run_id, GateRun.key == key)
            ).one()

    def status(self, key: str) -> gate_status.GateStatus:
        with database.reading(self.engine) as session:
            return gate_status.look(LaunchAtHand.of(session, self.now, self.run_id), key)

    def step(self, key: str) -> StepRun:
        with database.reading(self.engine) as session:
            return session.exec(
                select(StepRun).where(StepRun.run_id == self.run_id, StepRun.key == key)
            ).one()

    def launch_meeting(self) -> Meeting:
        with database.reading(self.engine) as session:
            return session.exec(select(Meeting).where(Meeting.kind == MeetingKind.LAUNCH)).one()

    def planned(self, session: Session, purpose: str, about: About = THE_RUN) -> int | None:
        """The planned touch behind a purpose such as step/touch, carried out; None for a purpose of another kind."""
        rules = playbook_editions.of_run(session, self.run_id).touches()
        found = [(s.key, a.key, t.key) for s, a, t in rules if f"{s.key}/{t.key}" == purpose]
        if not found:
            return None
        step_key, activity_key, touch_key = found[0]
        place = {
            "run_id": self.run_id,
            "step_key": step_key,
            "touch_key": touch_key,
            "occurrence": str(about),
        }
        row = session.exec(select(PlannedTouch).filter_by(**place)).first() or PlannedTouch(
            **place,
            activity_key=activity_key,
            about_kind=about.kind,
            about_id=about.id,
            anchor_on=self.now.date(),
            due_at=self.now,
            state=TouchState.DONE,
        )
        session.add(row)
        session.flush()
        return row.pk

    def messages(self, kind: str | None = None) -> list[Message]:
        with database.reading(self.engine) as session:
            found = session.exec(
                select(Message).where(Message.run_id == self.run_id).order_by(col(Message.id))
            ).all()
            return [message for message in found if kind in (None, message.kind)]

    def touches(self, key: str | None = None) -> list[PlannedTouch]:
        with database.reading(self.engine) as session:
            found = session.exec(
                select(PlannedTouch).where(PlannedTouch.run_id == self.run_id).order_by(col(PlannedTouch.id))
            ).all()
            return [touch for touch in found if key in (None, touch.touch_key)]

    def todos(self) -> list[ToDo]:
        with database.reading(self.engine) as session:
            return list(session.exec(select(ToDo).where(ToDo.run_id == self.run_id).order_by(col(ToDo.id))))


MOST_KEPT = 8
_begun: dict[tuple[Engine, datetime, str, bool], tuple[int, State]] = {}
"""Launches that stand at their beginning, to be put back into a database that is empty again."""


def begin(
    engine: Engine, folder: Path, now: datetime = MONDAY, text: str = "", *, released: bool = True
) -> Launch:
    """Starts the small partnership, on a playbook of its own where one is given, and lets it go to its first gate.

    What people release before it leaves is released beforehand, unless the test is about that.
    """
    (folder / "partnership.yaml").write_text(PARTNERSHIP, encoding="utf-8")
    (folder / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    beginning = (engine, now, text, released)
    is_first = kept_states.is_empty(engine)
    if is_first and beginning in _begun:
        run_id, state = _begun[beginning]
        state.put_back()
        return Launch(engine, run_id, now)
    file = partnership_file.read(folder / "partnership.yaml", now.date())
    contacts = contacts_file.read(folder / "contacts.csv")
    text = text or loader.shipped_text("sector-launch")
    playbook = loader.load(text, "sector_launch.yaml", playbook_vocabulary.vocabulary())
    with database.unit_of_work(engine, now) as session:
        created = partnerships.start(session, now, file, contacts, text, playbook)
    launch = Launch(engine, created.run_id, now)
    if released:
        with database.unit_of_work(engine, now) as session:
            release_everything(session, now, created.run_id)
    launch.go_on()
    if is_first and (state := kept_states.keep(engine)):
        if len(_begun) >= MOST_KEPT:
            _begun.clear()
        _begun[beginning] = (created.run_id, state)
    return launch


def release_everything(session: Session, now: datetime, run_id: int) -> None:
    """Whoever may release something does, before anybody asks them to."""
    launch = LaunchAtHand.of(session, now, run_id)
    for what in release_records.in_playbook(launch.playbook):
        assert what.touch.release is not None
        people = release_status.stands(launch, what).waiting if what.touch.release.each else [None]
        for person in people:
            by = release_records.who_may(session, launch.partnership_id, what.touch, person)[0]
            to = None if person is None else [person.pk]
            releases.give(session, now, run_id, what.touch.key, by=by, to=to)
