"""What a letter may say will follow: read from the touches that will keep it, so that no promise is made that nothing keeps."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from notifications.rendering import traits
from playbooks.model import Touch
from sectorlaunch.records import audiences, dates, overrides, progress, stop_rules
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Meeting, MeetingKind, Person, PlannedTouch, StepRun, TouchState


@dataclass(frozen=True)
class Coming:
    """A message of a kind that will reach somebody. `on` is its day in the partnership's zone, where that is known."""

    kind: str
    on: date | None = None


def to_come(
    launch: Launch, kind: str, person: Person, about: About, gate_key: str | None = None
) -> Coming | None:
    """The next message of a kind that will reach a person who is written to about something; None where none will.

    Of a kind that asks somebody to call, the call itself: at the end of the ladder of the gate that is asked about.

    That is one a touch of the playbook brings: planned and not skipped, or counted from what is still to come. What was
    carried out, missed or called off keeps no promise any more.
    """
    steps = {step.key: step for step in progress.steps_of(launch.session, launch.run_id)}
    found = [
        coming
        for step, activity, touch in launch.playbook.touches()
        if touch.kind == kind
        and (touch.task_for is not None) is traits(kind).asks_to_call
        and touch.gate in (None, gate_key)
        and _counts_from(launch, touch, about)
        and _is_for(launch, touch, person, about)
        and (coming := _of_touch(launch, steps[step.key], activity.key, touch, person, about))
    ]
    return min(found, key=lambda one: one.on or date.max, default=None)


def _counts_from(launch: Launch, touch: Touch, about: About) -> bool:
    """Whether a touch belongs to the meeting that is spoken of; to the launch belongs all that no other meeting has."""
    meeting_id = about.id_of(AboutKind.MEETING)
    if meeting_id is None:
        return True
    kind = launch.session.get_one(Meeting, meeting_id).kind
    return dates.OF_MEETINGS.get(touch.when.anchor, MeetingKind.LAUNCH) is kind


def _is_for(launch: Launch, touch: Touch, person: Person, about: About) -> bool:
    audience = audiences.resolve(launch.session, launch.partnership_id, touch.to, about)
    if person.id not in {one.id for one in audience}:
        return False
    return not stop_rules.is_stopped(launch.session, launch.run_id, touch.stop, person.pk, about, touch.gate)


def _of_touch(
    launch: Launch, step: StepRun, activity_key: str, touch: Touch, person: Person, about: About
) -> Coming | None:
    rows = launch.session.exec(
        select(PlannedTouch)
        .where(
            PlannedTouch.run_id == launch.run_id,
            PlannedTouch.step_key == step.key,
            PlannedTouch.touch_key == touch.key,
        )
        .order_by(col(PlannedTouch.due_at))
    ).all()
    own = [row for row in rows if row.about_kind is not about.kind or row.about_id == about.id]
    if not own and about.kind is not AboutKind.COMMITMENT:
        is_ahead = not any(dates.occurrences(launch.session, launch.now, step, activity_key, touch.when))
        return Coming(touch.kind) if is_ahead or activity_key not in step.activities_begun else None
    heard_until = launch.now + timedelta(days=traits(touch.kind).after_silence_of)
    for row in own:
        is_ahead = row.state is TouchState.PLANNED and (row.due_at > heard_until or row.due_at <= launch.now)
        if is_ahead and not _is_skipped(launch, row, person):
            is_sure = row.held_because is None and row.due_at > launch.now
            return Coming(touch.kind, launch.on(row.due_at) if is_sure else None)
    return None


def _is_skipped(launch: Launch, planned: PlannedTouch, person: Person) -> bool:
    decisions = overrides.of(launch.session, planned.pk)
    return bool(decisions.skip_of(overrides.EVERYONE) or decisions.skip_of(person.id))
