"""The figures of a launch: the invitation funnel, answers over days, days per step against the plan."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sectorlaunch.portal.charts import Figure, Series
from sectorlaunch.records import answers as answer_records
from sectorlaunch.records import audiences, invitations, people, progress
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.status import paces
from sectorlaunch.tables import GateState, Invitation, InvitationState, Meeting, Person, StepRun

TEAM = "support-team"
"""The audience whose answers are drawn."""
DAYS_SHOWN = 21
STAGES = ("contacted", "interested", "signed up", "present")
CAME_OR_SAID_SO = (InvitationState.ACCEPTED, InvitationState.ATTENDED, InvitationState.NO_SHOW)
WORDS = {
    InvitationState.ACCEPTED: "come",
    InvitationState.ATTENDED: "come",
    InvitationState.NO_SHOW: "come",
    InvitationState.TENTATIVE: "perhaps",
    InvitationState.DECLINED: "cannot",
}


def figures(launch: Launch) -> Iterator[Figure]:
    """Every figure there is something to see in."""
    meeting = launch.meeting
    guests = (
        invitations.invited(launch.session, meeting.id)
        if meeting is not None and meeting.id is not None
        else []
    )
    if meeting is not None and guests:
        yield _funnel(launch, meeting, guests)
        answers = _answers(launch, guests)
        if not answers.is_empty:
            yield answers
    yield _steps(launch)
    team = _team_answers(launch)
    if not team.is_empty:
        yield team


def _funnel(launch: Launch, meeting: Meeting, guests: list[tuple[Invitation, Person]]) -> Figure:
    """Business leaders only: they are what the playbook's funnel counts."""
    sectors = people.sectors(launch.session, [person for _, person in guests])
    states = [place.state for place, person in guests if people.is_business(sectors, person)]
    found = (
        len(states),
        sum(state in CAME_OR_SAID_SO or state is InvitationState.TENTATIVE for state in states),
        sum(state in CAME_OR_SAID_SO for state in states),
        sum(state is InvitationState.ATTENDED for state in states),
    )
    planned = tuple(launch.numbers.get(f"funnel_{stage.replace(' ', '_')}") for stage in STAGES)
    is_over = meeting.held_at is not None
    says = (
        f"{found[0]} business leaders are on the list; {found[1]} showed interest, {found[2]} said they come"
        + (f", {found[3]} were there." if is_over else ".")
    )
    so_far = found if is_over else (*found[:3], None)
    labels = tuple(stage.capitalize() for stage in STAGES)
    return Figure(
        "funnel",
        "The invitation funnel",
        says,
        "bars",
        labels[::-1],
        (Series("Planned", planned[::-1]), Series("So far", so_far[::-1])),
    )


def _answers(launch: Launch, guests: list[tuple[Invitation, Person]]) -> Figure:

    counts: Counter[tuple[date, str]] = Counter()
    for place, _ in guests:
        if place.replied_at is not None and place.state in WORDS:
            counts[launch.on(place.replied_at), WORDS[place.state]] += 1
    days = _days([day for day, _ in counts])
    series = tuple(
        Series(words.capitalize(), tuple(counts[day, words] for day in days))
        for words in ("cannot", "come", "perhaps")
    )
    total = {words: sum(n for (_, w), n in counts.items() if w == words) for words in ("come", "cannot")}
    says = (
        f"{sum(counts.values())} answers on {len({day for day, _ in counts})} days: "
        f"{total['come']} come, {total['cannot']} cannot."
    )
    labels = tuple(f"{day.day} {day:%b}" for day in days)
    return Figure("answers", "Answers over days", says, "stacks", labels, series)


def _days(answered: list[date]) -> list[date]:
    """Every day from the first answer to the last, the last ones when there are too many to see."""
    if not answered:
        return []
    first = max(min(answered), max(answered) - timedelta(days=DAYS_SHOWN - 1))
    return [first + timedelta(days=n) for n in range((max(answered) - first).days + 1)]


def _steps(launch: Launch) -> Figure:
    """How long each step took, or has taken so far, beside what the default clock gives it."""
    playbook, steps = launch.playbook, progress.steps_of(launch.session, launch.run_id)
    planned = dict(_planned_days(launch, steps))
    taken = tuple(_taken_days(launch.now, step) for step in steps)
    late = [
        playbook.step(step.key).title
        for step, days in zip(steps, taken, strict=True)
        if days is not None and days > (planned.get(step.key) or days)
    ]
    says = (
        f"Longer than planned: {', '.join(late)}."
        if late
        else "No step has taken longer than planned so far."
    )
    return Figure(
        "steps",
        "Days per step",
        says,
        "bars",
        tuple(playbook.step(step.key).title for step in steps)[::-1],
        (
            Series("Planned", tuple(planned.get(step.key) for step in steps)[::-1]),
            Series("Taken", taken[::-1]),
        ),
    )


def _taken_days(now: datetime, step: StepRun) -> int | None:
    if step.opened_at is None:
        return None
    return max(1, ((step.passed_at or now) - step.opened_at).days)


def _planned_days(launch: Launch, steps: list[StepRun]) -> Iterator[tuple[str, int]]:
    """From the last due day of one step to that of the next; the first step from the day the launch began."""
    playbook = launch.playbook
    before: date | None = launch.partnership.created_at.date()
    for step in steps:
        days = [
            due for gate in playbook.step(step.key).gates if (due := paces.due_on(launch, gate)) is not None
        ]
        if days and before is not None and max(days) > before:
            yield step.key, (max(days) - before).days
        before = max(days) if days else before


def _team_answers(launch: Launch) -> Figure:
    """How the support team has answered at each gate the launch has come to; a person counts once a gate.

    Whoever says to one question that it is still open counts as such.
    """
    playbook = launch.playbook
    members = {
        person.id for person in audiences.resolve(launch.session, launch.partnership_id, TEAM, About())
    }
    rows: list[tuple[str, int, int, int]] = []
    for gate in progress.gates_of(launch.session, launch.run_id).values():
        rule = playbook.step(gate.step_key).gate(gate.key)
        theirs = {q.key for q in rule.questions if q.attest is not None and q.attest.by == TEAM}
        if gate.state is GateState.AHEAD or not theirs:
            continue
        said: dict[int, set[str]] = {}
        for answer in answer_records.current(launch.session, launch.run_id, gate.key):
            if answer.question_key in theirs and answer.person_id in members:
                said.setdefault(answer.person_id, set()).add(answer.verdict)
        still_open = sum("still open" in verdicts for verdicts in said.values())
        rows.append((rule.title, len(said) - still_open, still_open, len(members) - len(said)))
    rows.reverse()
    silent = rows[0][3] if rows else 0
    says = (
        f"At “{rows[0][0]}”, {len(members) - silent} of {len(members)} have answered."
        if rows
        else "No gate yet."
    )
    return Figure(
        "team",
        "Answers of the support team",
        says,
        "bars",
        tuple(row[0] for row in rows),
        (
            Series("Silent", tuple(row[3] for row in rows)),
            Series("Agree", tuple(row[1] for row in rows)),
            Series("Still open", tuple(row[2] for row in rows)),
        ),
    )
