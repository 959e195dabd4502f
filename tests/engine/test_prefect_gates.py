"""A step on a real Prefect server and a real worker: it waits in public, is woken, and repeats nothing."""

from collections import Counter

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterKey,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterName,
    FlowRunFilterTags,
)
from prefect.client.schemas.responses import SetStateStatus
from sqlalchemy import update
from sqlmodel import col

from sectorlaunch import clock, database
from sectorlaunch.actions import gates
from sectorlaunch.facts import gate_status
from sectorlaunch.prefect_side import deployments, run_records
from sectorlaunch.prefect_side.names import TAG
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import PlannedTouch, StepState
from tests.engine.prefect_house import FIRST, ON_PREFECT, House, wait_for

pytestmark = ON_PREFECT


def test_it_waits_in_public_with_name_tags_message_and_form(under_way: House) -> None:
    run = under_way.flow_run(FIRST)
    assert run.name == "Fernwater Valley Partnership · Build the support team"
    assert {under_way.slug, FIRST, "sector-launch"} <= set(run.tags)
    assert run.state is not None
    assert run.state.message == "Waiting at the gate: One shared table"
    form = under_way.form_parts(run)
    assert "One shared table" in form["description"]
    assert set(form["schema"]["properties"]) == {"your_name", "shared_view", "shared_view_note"}


def test_it_keeps_the_artifact_of_the_partnership_current(under_way: House) -> None:
    key = ArtifactFilter(key=ArtifactFilterKey(any_=[f"partnership-{under_way.slug}"]))

    def newest() -> str:
        found = under_way.ask(lambda client: client.read_latest_artifacts(artifact_filter=key))
        return str(found[0].data) if found else ""

    assert "Waiting at the gate: One shared table" in newest()
    under_way.waive("shared-table")
    wait_for(lambda: "Waiting at the gate: Roles agreed" in newest(), "a new artifact")


def test_it_goes_on_when_a_gate_opens_and_repeats_nothing(under_way: House) -> None:
    before = Counter((message.purpose, message.person_id) for message in under_way.messages())
    under_way.waive("shared-table")
    wait_for(lambda: under_way.waits_at(FIRST, "roles"), "the second gate")
    after = Counter((message.purpose, message.person_id) for message in under_way.messages())
    assert before == {key: count for key, count in after.items() if key in before}
    assert set(after.values()) == {1}
    assert under_way.step(FIRST).flow_run_number == 1


def test_it_starts_the_flow_of_the_next_step_when_one_closes(under_way: House) -> None:
    under_way.waive("shared-table")
    wait_for(lambda: under_way.waits_at(FIRST, "roles"), "the second gate")
    under_way.waive("roles")
    wait_for(lambda: under_way.waits_at("define-scope", "evidence-of-need"), "the next step")
    wait_for(lambda: under_way.flow_run(FIRST).state_name == "Completed", "the end of the first flow run")
    assert under_way.has_passed(FIRST)


def test_it_records_what_a_form_brought_and_waits_again_with_what_is_left(under_way: House) -> None:
    run = under_way.flow_run(FIRST)
    form = {"shared_view": "done", "your_name": "Edda Teach"}
    answer = under_way.ask(lambda client: client.resume_flow_run(run.id, run_input=form))
    assert answer.status is SetStateStatus.ACCEPT
    again = wait_for(lambda: _waits_anew(under_way, run.state and run.state.id), "the form again")
    description = under_way.form_parts(again)["description"]
    assert "Edda Teach answered" in description
    with database.reading(under_way.engine) as session:
        status = gate_status.look(Launch.of(session, clock.now(), under_way.run_id), "shared-table")
    assert "Edda Teach" not in status.settled_by


def test_it_says_in_the_next_form_what_could_not_be_recorded(under_way: House) -> None:
    run = under_way.flow_run(FIRST)
    form = {"shared_view": "still open", "your_name": "Edda Teach"}
    under_way.ask(lambda client: client.resume_flow_run(run.id, run_input=form))
    again = wait_for(lambda: _waits_anew(under_way, run.state and run.state.id), "the form again")
    assert "needs a note" in under_way.form_parts(again)["description"]


def test_it_suspends_again_when_it_was_woken_for_nothing(under_way: House) -> None:
    run = under_way.flow_run(FIRST)
    under_way.ask(lambda client: client.resume_flow_run(run.id, run_input={}))
    wait_for(lambda: _waits_anew(under_way, run.state and run.state.id), "the same gate")
    assert under_way.step(FIRST).flow_run_number == 1


def test_it_has_the_server_refuse_what_the_form_does_not_offer(under_way: House) -> None:
    run = under_way.flow_run(FIRST)
    answer = under_way.ask(lambda client: client.resume_flow_run(run.id, run_input={"shared_view": "maybe"}))
    assert answer.status is SetStateStatus.REJECT
    assert under_way.waits_at(FIRST, "shared-table")


def test_it_has_the_server_refuse_a_name_nobody_asked_bears(under_way: House) -> None:
    run = under_way.flow_run(FIRST)
    form = {"your_name": "Nobody Here", "shared_view": "done"}
    answer = under_way.ask(lambda client: client.resume_flow_run(run.id, run_input=form))
    assert answer.status is SetStateStatus.REJECT
    assert "Edda Teach" in str(answer.details), "the refusal names those who are asked"


def test_it_gives_a_canceled_step_a_new_run(under_way: House) -> None:
    from prefect.states import Cancelled

    run = under_way.flow_run(FIRST)
    under_way.ask(lambda client: client.set_flow_run_state(run.id, Cancelled(), force=True))
    now = clock.now()
    with database.unit_of_work(under_way.engine, now) as session:
        run_records.ask_to_resume(session, now, under_way.step(FIRST).pk)
    wait_for(
        lambda: under_way.step(FIRST).flow_run_number == 2 and under_way.waits_at(FIRST, "shared-table"),
        "a new run at the same gate",
    )


def test_it_gives_a_reopened_step_a_new_run(under_way: House) -> None:
    for gate in ("shared-table", "roles"):
        wait_for(lambda gate=gate: under_way.waits_at(FIRST, gate), gate)  # type: ignore[misc]
        under_way.waive(gate)
    wait_for(lambda: under_way.waits_at("define-scope", "evidence-of-need"), "the next step")
    now = clock.now()
    with database.unit_of_work(under_way.engine, now) as session:
        gates.reopen(session, now, under_way.run_id, "roles", None, by="Cora Venner", why="A new member.")
    assert under_way.step(FIRST).state is StepState.OPEN
    wait_for(lambda: under_way.waits_at(FIRST, "roles"), "the reopened gate")
    assert under_way.step(FIRST).flow_run_number == 2


def test_it_carries_a_playbook_without_flows_of_its_own(installation: House) -> None:
    house = installation.neighbor()
    house.begin("session-series")
    wait_for(lambda: house.waits_at("plan-the-session", "region"), "the first gate of the series")
    house.waive("region")
    wait_for(lambda: house.waits_at("plan-the-session", "date-and-place"), "the second gate")


def test_it_schedules_a_sweep_for_the_next_due_moment(under_way: House) -> None:
    tagged = FlowRunFilter(tags=FlowRunFilterTags(all_=["sector-launch"]))

    def planned() -> list[str]:
        runs = under_way.ask(lambda client: client.read_flow_runs(flow_run_filter=tagged, limit=200))
        return [run.name for run in runs if run.name.startswith("Follow-ups due")]

    assert wait_for(planned, "a planned sweep")


def test_it_names_the_run_of_the_follow_ups_and_its_tasks_for_what_they_wrote(under_way: House) -> None:
    """Whichever run of theirs carries it out: one that is asked for, or one the worker plans for that moment."""
    asks = ("shared-table-reminder", "shared-table-phone")
    now = clock.now()
    with database.unit_of_work(under_way.engine, now) as session:
        mine = (PlannedTouch.run_id == under_way.run_id, col(PlannedTouch.touch_key).in_(asks))
        session.exec(update(PlannedTouch).where(*mine).values(due_at=now))

    async def sweep(client: PrefectClient) -> None:
        known = await deployments.deployment_ids(client)
        await client.create_flow_run_from_deployment(known["follow-ups"], tags=[TAG])

    under_way.ask(sweep)
    said = "Reminder of the question about the shared table: 4 messages"
    ours = FlowRunFilter(tags=FlowRunFilterTags(all_=[TAG]), name=FlowRunFilterName(like_=said))
    run = wait_for(
        lambda: under_way.ask(lambda client: client.read_flow_runs(flow_run_filter=ours)),
        "the name of the run",
    )[0]
    assert run.name.startswith("Follow-ups")
    of_run = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))

    def names() -> set[str]:
        found = under_way.ask(lambda client: client.read_task_runs(flow_run_filter=of_run))
        return {one.name for one in found}

    wait_for(lambda: "Follow-ups: 4 answer reminders queued, 4 calls" in names(), "the names of its tasks")
    assert "Calls: none was left lying" in names()


def _waits_anew(house: House, before: object) -> object:
    run = house.waits_at(FIRST, "shared-table")
    return run if run is not None and run.state is not None and run.state.id != before else None


def test_it_plans_the_hourly_sweep_even_where_the_server_plans_nothing(installation: House) -> None:
    ours = FlowRunFilter(tags=FlowRunFilterTags(all_=["sector-launch"]))

    def sweeps() -> list[str]:
        found = installation.ask(lambda client: client.read_flow_runs(flow_run_filter=ours))
        planned = [run for run in found if run.state is not None and run.state.is_scheduled()]
        return [
            run.name for run in planned if run.name.startswith("Follow-ups due") and ":00 UTC" in run.name
        ]

    wait_for(lambda: bool(sweeps()), "the sweep of the next full hour")
