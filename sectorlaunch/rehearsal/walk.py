"""Walks a launch from its first day to its last: jump to the next moment, do what is due, let people react."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from sectorlaunch.engine import carry_out, consequences, left_tasks, plan, steps, surveys
from sectorlaunch.outbox.deliver.waiting import next_due
from sectorlaunch.query_cache import take_changes
from sectorlaunch.records import meetings
from sectorlaunch.records import surveys as survey_records
from sectorlaunch.rehearsal import letters_kept
from sectorlaunch.rehearsal.calls import Calls
from sectorlaunch.rehearsal.cast import Cast
from sectorlaunch.rehearsal.convener import Convener
from sectorlaunch.rehearsal.releasing import Releasing
from sectorlaunch.rehearsal.stage import Deed, Stage
from sectorlaunch.tables import (
    Champion,
    GateRun,
    Meeting,
    Message,
    PlannedTouch,
    PlaybookRun,
    RunRequest,
    SurveyRound,
    ToDo,
    Waiver,
)

EVE = timedelta(hours=16)
"""How long before the launch the convener clears the way for it."""
AFTERWARDS = timedelta(days=7)
"""How long the rehearsal goes on when every step has passed, for what was still on its way."""
TWO_QUARTERS = timedelta(days=196)
"""How long after the launch it goes on at the least: what lasts shows only then."""


class Walk:
    """One rehearsal under way."""

    def __init__(self, stage: Stage, longest: timedelta, remarks: tuple[str, ...] = ()) -> None:
        self.stage = stage
        self.remarks = remarks
        self.ends_at = stage.now + longest
        self.cast = Cast(stage)
        self.calls = Calls(stage, self.cast)
        self.convener = Convener(stage, self.cast)
        self.releasing = Releasing(stage)
        self._done = False
        self._eve_of: datetime | None = None
        self._today: date | None = None
        self._following: datetime | None = stage.now
        self._post_due: datetime | None = stage.now
        self._touch_due: datetime | None = stage.now
        self._survey_closes: datetime | None = None
        self._begins = True
        self._waived = False

    def now_do(self, deed: Deed) -> None:
        """Has something happen at the present moment, and everything that follows from it."""
        self.stage.at(self.stage.now, deed)
        self.turn()

    def to_the_end(self) -> None:
        """Until every step has passed and its last letters are out, or the longest time is over."""
        self.until(None)

    def until(self, moment: datetime | None) -> None:
        """As far as a moment, which becomes the present; to the end when there is none."""
        while self._following is not None and self._following <= min(moment or self.ends_at, self.ends_at):
            self.stage.now = self._following
            self.turn()
        if moment is not None:
            self.stage.now = moment

    def turn(self) -> None:
        """Everything that happens at the present moment, until nothing more follows from it: one unit of work.

        In earnest each deed is a unit of its own. What holds between two of them is done here at the same places:
        what follows from a deed, steps that go on, and the post that leaves. Gates are reviewed after the last one.
        """
        with self.stage.unit() as session:
            for deed in self.stage.due_deeds():
                deed(session)
                self.stage.follow(session)
            self._carry_out_touches(session)
            self._begin_the_day(session)
            consequences.follow(session, self.stage.now)
            while self._go_on(session) or self._deliver(session):
                consequences.follow(session, self.stage.now)
            self._react(session)
            self._following = self._next_moment(session)
            self._begins = False

    def _carry_out_touches(self, session: Session) -> None:
        if self._survey_closes is not None and self._survey_closes <= self.stage.now:
            surveys.carry_out_due(session, self.stage.now)
        is_due = self._touch_due is not None and self._touch_due <= self.stage.now
        if not self._changed(session, "touches", PlannedTouch) and not is_due:
            return
        while len(carry_out.due(session, self.stage.now)) >= carry_out.SWEEP:
            pass

    def _begin_the_day(self, session: Session) -> None:
        today = self.stage.calendar.local_date(self.stage.now)
        if Waiver in (take_changes(session, "waivers") or set()):
            self._waived = True
        if today != self._today and self._waived:
            left_tasks.bring_back_waivers(session, self.stage.now)
        self._today = today

    def _go_on(self, session: Session) -> bool:
        """Does for every step that has reason to go on what its flow would do."""
        if not self._changed(session, "steps", RunRequest):
            return False
        waiting = session.exec(
            select(RunRequest).where(col(RunRequest.done_at).is_(None)).order_by(col(RunRequest.id))
        ).all()
        for request in waiting:
            request.done_at = self.stage.now
            session.add(request)
            steps.advance(session, self.stage.now, request.step_run_id)
        return bool(waiting)

    def _deliver(self, session: Session) -> bool:
        """Sends what is due: nothing here can fail between the wire and the note, so it shares the unit of work."""
        is_due = self._post_due is not None and self._post_due <= self.stage.now
        if not self._changed(session, "post", Message) and not is_due:
            return False
        dealt_with, delivered = letters_kept.deliver(session, self.stage.now, self.stage.wire)
        if delivered:
            self.cast.hear(session, delivered)
        return dealt_with

    def _react(self, session: Session) -> None:
        """Lets the convener, the owners of tasks and the calendar take notice of what has happened."""
        changed = take_changes(session, "reactions") or set()
        for notice, *tables in (
            (self.convener.notice, GateRun),
            (self.releasing.notice, GateRun, Champion, PlannedTouch),
            (self.calls.take_up, ToDo),
            (self._mind_the_eve, Meeting),
            (self._mind_the_end, PlaybookRun),
        ):
            if self._begins or not changed.isdisjoint(tables):
                notice(session)

    def _changed(self, session: Session, reader: str, table: type) -> bool:
        return self._begins or table in (take_changes(session, reader) or set())

    def _next_moment(self, session: Session) -> datetime | None:
        if self._changed(session, "next letter", Message):
            self._post_due = next_due(session, self.stage.now)
        if self._changed(session, "next touch", PlannedTouch):
            self._touch_due = plan.next_due(session)
        if self._changed(session, "next survey", SurveyRound):
            self._survey_closes = survey_records.next_close(session)
        moments = [self.stage.next_deed(), self._touch_due, self._post_due, self._survey_closes]
        coming = [moment for moment in moments if moment is not None]
        return max(min(coming), self.stage.now) if coming else None

    def _mind_the_eve(self, session: Session) -> None:
        """Once the launch has a date, its eve is a moment too."""
        launch = meetings.launch_meeting(session, self.stage.partnership_id)
        if launch is None or launch.starts_at is None or launch.starts_at == self._eve_of:
            return
        self._eve_of = starts_at = launch.starts_at

        def deed(session: Session) -> None:
            standing = meetings.launch_meeting(session, self.stage.partnership_id)
            if standing is None or standing.starts_at != starts_at or self.stage.now >= starts_at:
                return
            if self.convener.clear_the_way(session):
                self.stage.at(self.stage.now + timedelta(minutes=10), deed)

        self.stage.at(starts_at - EVE, deed)

    def _mind_the_end(self, session: Session) -> None:
        if not self._done and session.get_one(PlaybookRun, self.stage.run_id).ended_at is not None:
            self._done = True
            launch = meetings.launch_meeting(session, self.stage.partnership_id)
            quarters = (
                launch.starts_at + TWO_QUARTERS if launch is not None and launch.starts_at else self.stage.now
            )
            self.ends_at = min(self.ends_at, max(quarters, self.stage.now + AFTERWARDS))
