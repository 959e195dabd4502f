"""What simulated people let go: conveners and owners release what waits for them on the day they are asked."""

from dataclasses import dataclass, field

from sqlmodel import Session

from sectorlaunch.actions import releases as release_actions
from sectorlaunch.engine import held
from sectorlaunch.errors import BadInput
from sectorlaunch.records import release_status, releases
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.release_status import Standing
from sectorlaunch.rehearsal import agreeing
from sectorlaunch.rehearsal.chance import key
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import HeldBecause, Person

SENTENCES = (
    "You told me last spring what was wrong with the machining course. That is what this needs.",
    "I thought of you first: people here listen when you speak about training.",
    "You have asked me for years when somebody would do this. Now would be the time.",
)
"""What owners write above their ask."""


@dataclass
class Releasing:
    stage: Stage
    _taken_up: set[tuple[str, int | None]] = field(default_factory=set)
    """Touch and person somebody is about to release it to."""

    def notice(self, session: Session) -> None:
        """Takes up what waits for a release and for nothing else."""
        launch = Launch.of(session, self.stage.now, self.stage.run_id)
        waits = {
            planned.touch_key
            for planned in held.held(session, self.stage.run_id)
            if planned.held_because is HeldBecause.NOT_RELEASED
        }
        for what in releases.in_playbook(self.stage.playbook):
            standing = release_status.stands(launch, what)
            if what.touch.key in waits or (what.gate is not None and standing.asks_now):
                self._take_up(launch, standing)

    def _take_up(self, launch: Launch, standing: Standing) -> None:
        touch = standing.what.touch
        if touch.release is None or standing.is_complete:
            return
        if not touch.release.each:
            self._soon(touch.key, None, standing.by[0])
            return
        for person in standing.waiting:
            owners = releases.who_may(launch.session, launch.partnership_id, touch, person)
            self._soon(touch.key, person, owners[0])

    def _soon(self, touch_key: str, person: Person | None, by: Person) -> None:
        what = (touch_key, person.pk if person else None)
        if what in self._taken_up:
            return
        self._taken_up.add(what)
        dice = self.stage.chance.of("release", touch_key, key(person) if person else "")
        sentence = dice.choice(SENTENCES) if person else ""

        def deed(session: Session) -> None:
            to = None if person is None else [person.pk]
            try:
                release_actions.give(
                    session,
                    self.stage.now,
                    self.stage.run_id,
                    touch_key,
                    by=session.get_one(Person, by.pk),
                    to=to,
                    sentence=sentence,
                )
                agreeing.agree_to_all(session, self.stage)
            except BadInput:
                self._taken_up.discard(what)  # they were asked in person meanwhile

        self.stage.in_hours(dice.uniform(0.5, 4), dice, deed)
