"""Tasks in a rehearsal: their owners make the calls and note what came of them."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from sectorlaunch.actions import champions as champion_actions
from sectorlaunch.actions import tasks
from sectorlaunch.engine import calls_to_make
from sectorlaunch.records import champions
from sectorlaunch.records.about import About
from sectorlaunch.rehearsal import replies
from sectorlaunch.rehearsal.cast import Cast
from sectorlaunch.rehearsal.chance import key
from sectorlaunch.rehearsal.launch_day import record_attendance
from sectorlaunch.rehearsal.stage import Deed, Stage
from sectorlaunch.tables import ChampionStage, Person, ToDo

REACHED = 0.86
"""The share of calls that reach somebody."""


@dataclass
class Calls:
    stage: Stage
    cast: Cast
    _last: int = 0
    """The newest task that somebody has taken up."""

    def take_up(self, session: Session) -> None:
        """Has the owners of new tasks do them within two working days."""
        fresh = session.exec(
            select(ToDo.id, ToDo.purpose, ToDo.about_id)
            .where(ToDo.run_id == self.stage.run_id, col(ToDo.id) > self._last)
            .order_by(col(ToDo.id))
        ).all()
        for todo_id, purpose, about_id in fresh:
            assert todo_id is not None
            self._last = todo_id
            dice = self.stage.chance.of("call", purpose, about_id)
            self.stage.in_hours(dice.uniform(2, 44), dice, self._done(todo_id, dice.random() < REACHED))

    def _done(self, todo_id: int, reached: bool) -> Deed:
        def deed(session: Session) -> None:
            todo = session.get_one(ToDo, todo_id)
            if todo.done_at is None:
                owner = session.get_one(Person, todo.owner_id)
                outcome = self._outcome(session, todo, reached)
                # An answer on the phone ends the calls that were to ask for it, this one among them.
                self.stage.follow(session)
                tasks.finish(session, self.stage.now, todo_id, outcome, by=owner.name)

        return deed

    def _outcome(self, session: Session, todo: ToDo, reached: bool) -> str:
        touch = calls_to_make.touch_of(session, todo)
        if touch is None or todo.about_id is None:
            return "Looked at it; nothing more to do."
        about = session.get_one(Person, todo.about_id)
        if touch.key == "make-the-ask" or touch.to == "champion-prospects":
            return self._ask(session, about)
        if touch.stop.value == "attendance-recorded":
            return record_attendance(self.stage, session)
        if not reached:
            return "Nobody answered; left a message."
        said = self.cast.by_phone(session, touch, about, About.of_task(todo), replies.IN_PERSON)
        return f"{about.name} {said}." if said else f"Had a good talk with {about.name}."

    def _ask(self, session: Session, person: Person) -> str:
        """The ask itself is made in person; the letter that follows says in writing what a champion does."""
        champion = champions.champion_of(session, self.stage.partnership_id, person.pk)
        if champion is None or champion.stage is not ChampionStage.PROSPECT:
            return "Had been asked by then."
        owner = session.get(Person, champion.owner_id) if champion.owner_id else None
        by = owner.name if owner else "Sector Launch"
        champion_actions.move(session, self.stage.now, self.stage.run_id, person, ChampionStage.ASKED, by=by)
        mood = self.stage.chance.of("first talk", key(person)).choice(
            ("was glad to be asked", "listened and asked good questions", "wants to see it in writing")
        )
        return f"{person.name} {mood}."
