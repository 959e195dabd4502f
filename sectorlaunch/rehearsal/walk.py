"""Walks a launch from its first day to its last: jump to the next moment, do what is due, let people react."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from sectorlaunch import dispatcher, outbox
from sectorlaunch.operations import people_of, steps, todos, touches
from sectorlaunch.rehearsal.calls import Calls
from sectorlaunch.rehearsal.cast import Cast
from sectorlaunch.rehearsal.convener import Convener
from sectorlaunch.rehearsal.stage import Stage
from sectorlaunch.tables import MessageState, PlaybookRun, RunRequest

EVE = timedelta(hours=16)
"""How long before the launch the convener clears the way for it."""
AFTERWARDS = timedelta(days=7)
"""How long the rehearsal goes on when every step has passed, for what was still on its way."""


class Walk:
    """One rehearsal under way."""

    def __init__(self, stage: Stage, longest: timedelta) -> None:
        self.stage = stage
        self.ends_at = stage.now + longest
        self.cast = Cast(stage)
        self.calls = Calls(stage, self.cast)
        self.convener = Convener(stage, self.cast)
        self._done = False
        self._eve_of: datetime | None = None

    def to_the_end(self) -> None:
        """Until every step has passed and its last letters are out, or the longest time is over."""
        moment: datetime | None = self.stage.now
        while moment is not None and moment <= self.ends_at:
            self.stage.now = moment
            self.turn()
            moment = self._next_moment()

    def until(self, moment: datetime) -> None:
        """As far as a moment, which becomes the present."""
        while (following := self._next_moment()) is not None and following <= moment:
            self.stage.now = following
            self.turn()
        self.stage.now = moment

    def turn(self) -> None:
        """Everything that happens at the present moment, until nothing more follows from it."""
        with self.stage.unit() as session:
            for deed in self.stage.due_deeds():
                deed(session)
            while len(touches.carry_out_due(session, self.stage.now)) >= touches.SWEEP:
                pass
            todos.bring_back_waivers(session, self.stage.now)
        while self._go_on() or self._deliver():
            pass
        with self.stage.unit() as session:
            self.convener.notice(session)
            self.calls.take_up(session)
            self._mind_the_eve(session)
            self._mind_the_end(session)

    def _go_on(self) -> bool:
        """Does for every step that has reason to go on what its flow would do."""
        with self.stage.reading() as session:
            open_requests = session.exec(
                select(RunRequest.id, RunRequest.step_run_id).where(col(RunRequest.done_at).is_(None))
            ).all()
        for request_id, step_run_id in open_requests:
            with self.stage.unit() as session:
                request = session.get_one(RunRequest, request_id)
                request.done_at = self.stage.now
                session.add(request)
                steps.advance(session, self.stage.now, step_run_id)
        return bool(open_requests)

    def _deliver(self) -> bool:
        sent = dispatcher.drain(self.stage.engine, self.stage.now, self.stage.wire)
        if not sent:
            return False
        with self.stage.reading() as session:
            self.cast.hear(session, [one.message_id for one in sent if one.state is MessageState.SENT])
        return True

    def _next_moment(self) -> datetime | None:
        with self.stage.reading() as session:
            moments = [
                self.stage.next_deed(),
                touches.next_due(session),
                outbox.next_due(session, self.stage.now),
            ]
        coming = [moment for moment in moments if moment is not None]
        if not coming:
            return None
        return max(min(coming), self.stage.now)

    def _mind_the_eve(self, session: Session) -> None:
        """Once the launch has a date, its eve is a moment too."""
        launch = people_of.launch_meeting(session, self.stage.partnership_id)
        if launch is None or launch.starts_at is None or launch.starts_at == self._eve_of:
            return
        self._eve_of = starts_at = launch.starts_at

        def deed(session: Session) -> None:
            standing = people_of.launch_meeting(session, self.stage.partnership_id)
            if standing is None or standing.starts_at != starts_at or self.stage.now >= starts_at:
                return
            if self.convener.clear_the_way(session):
                self.stage.at(self.stage.now + timedelta(minutes=10), deed)

        self.stage.at(starts_at - EVE, deed)

    def _mind_the_end(self, session: Session) -> None:
        if not self._done and session.get_one(PlaybookRun, self.stage.run_id).ended_at is not None:
            self._done = True
            self.ends_at = min(self.ends_at, self.stage.now + AFTERWARDS)
