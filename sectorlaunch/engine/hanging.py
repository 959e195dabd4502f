"""What hangs on a gate that is shut, or on a release: no date yet, but known to come, and to how many."""

from collections.abc import Iterator
from dataclasses import dataclass

from playbooks.model import Activity, Anchor, Step, Touch
from sectorlaunch import wording
from sectorlaunch.records import progress, reach, release_status
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import StepRun, StepState


@dataclass(frozen=True)
class Hanging:
    """A touch that is not planned yet. `people` are those it would reach today."""

    title: str
    people: int
    is_call: bool
    released_by: str = ""
    """Who has to let it go first, in words."""

    @property
    def count_words(self) -> str:
        """How many letters or calls it means as things stand: "110 letters"."""
        one = "call" if self.is_call else "letter"
        if not self.people:
            return "to nobody yet"
        return f"1 {one}" if self.people == 1 else f"{self.people} {one}s"


@dataclass(frozen=True)
class HangsOn:
    """What begins when one gate opens, or when somebody releases it."""

    when: str
    """As a heading: "When “The guest list” is settled"."""
    touches: list[Hanging]


def hanging(launch: Launch) -> list[HangsOn]:
    """Everything that waits for no date but for a deed, in the order in which it can come."""
    found: dict[str, list[Hanging]] = {}
    for one in (*_on_releases(launch), *_on_gates(launch)):
        found.setdefault(one.when, []).extend(one.touches)
    return [HangsOn(when, touches) for when, touches in found.items()]


def _on_releases(launch: Launch) -> Iterator[HangsOn]:
    """Letters whose gate asks for nothing but the release, and those left over when others were released."""
    for standing in release_status.that_ask(launch):
        names = wording.listing([person.name for person in standing.by])
        one = Hanging(standing.what.touch.title, len(standing.waiting), is_call=False)
        yield HangsOn(f"When {names} {'release' if len(standing.by) > 1 else 'releases'} it", [one])


def _on_gates(launch: Launch) -> Iterator[HangsOn]:
    """The activities that have not begun, by the gate before them; and what counts from a gate opening."""
    titles = {gate.key: gate.title for _, gate in launch.playbook.gates()}
    last, before_gate = "", dict[str, str]()
    for run, step in _steps(launch):
        for part in step.order:
            if not isinstance(part, Activity):
                before_gate[part.key] = before_gate.get(part.together_with or "", last)
                last = part.key
                continue
            before = before_gate.get(step.gate(part.before).together_with or "", last)
            begun = run.state is not StepState.LOCKED and part.key in run.activities_begun
            found = [] if begun else list(_touches(launch, part))
            if found and before:
                yield HangsOn(f"When “{titles[before]}” is settled", found)
            later = [touch for touch in part.touches if begun and _counts_from_a_shut_gate(launch, touch)]
            for touch in later:
                assert touch.when.gate is not None
                yield HangsOn(f"When “{titles[touch.when.gate]}” is settled", [_one(launch, touch)])


def _steps(launch: Launch) -> Iterator[tuple[StepRun, Step]]:
    for run in progress.steps_of(launch.session, launch.run_id):
        yield run, launch.playbook.step(run.key)


def _touches(launch: Launch, activity: Activity) -> Iterator[Hanging]:
    for touch in activity.touches:
        if touch.when.anchor is not Anchor.WEEK:
            yield _one(launch, touch)


def _one(launch: Launch, touch: Touch) -> Hanging:
    people = len(reach.everyone(launch, touch))
    by = touch.release.by if touch.release is not None else ""
    return Hanging(touch.title, people, touch.task_for is not None, by.replace("-", " "))


def _counts_from_a_shut_gate(launch: Launch, touch: Touch) -> bool:
    if touch.when.anchor is not Anchor.GATE_OPENED or touch.when.gate is None:
        return False
    return progress.gate_of(launch.session, launch.run_id, touch.when.gate).opened_at is None
