"""Starts a partnership from the form in the Prefect UI, and its first step as a run of its own."""

from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.logging import get_run_logger

from playbooks.yaml_lines import FileMistakes
from sectorlaunch import database, links
from sectorlaunch.actions.partnerships import Created
from sectorlaunch.engine import partnerships
from sectorlaunch.errors import BadInput
from sectorlaunch.prefect_side import run_records
from sectorlaunch.prefect_side.launch_form import NewLaunch, files_of
from sectorlaunch.prefect_side.names import TAG
from sectorlaunch.prefect_side.requests import PrefectContext, carry_out
from sectorlaunch.records import house_playbooks
from sectorlaunch.records import partnerships as partnership_records
from tasks.asking_prefect import with_prefect
from tasks.waiting import current_flow_run
from tasks.work import named, unit_of_work


def start_partnership(entered: NewLaunch) -> Created:
    """Starts it, as `sector-launch new` does: once, however often. Raises BadInput with every mistake."""
    created = _start(entered)
    taken = entered.model_copy(update={"people": entered.people.model_copy(update={"contacts": ""})})
    with get_client(sync_client=True) as client:
        # The list of people is on record now, and need not lie about twice.
        client.update_flow_run(
            current_flow_run().id, tags=[created.slug, TAG], parameters=taken.model_dump(mode="json")
        )
    log = get_run_logger()
    if created.already_there:
        log.info("%s was started before; nothing was changed.", created.slug)
        for difference in created.differences:
            log.info("%s", difference)
    else:
        log.info("%s is started, with %s people on record.", entered.partnership.name, created.people)
    log.info("Its page: %s", links.partnership(created.slug))
    return created


@named("Start the partnership")
def _start(entered: NewLaunch) -> Created:
    with unit_of_work() as (session, now):
        files = files_of(entered, now, partnership_records.started(session), house_playbooks.texts(session))
        try:
            return partnerships.start(session, now, *files)
        except FileMistakes as found:
            raise BadInput(f"Nothing was started. {found}") from None


@named("Start the first step")
def start_first_step(run_id: int) -> None:
    """Has the step under way carried by a flow run, with its tags and under its idempotency key.

    Not as a subflow: those cannot wait at gates, and this run is over long before. A worker of ours may be quicker, and
    then there is nothing left to ask for.
    """
    with_prefect(lambda context: _carry_out(context, run_id))


async def _carry_out(context: PrefectContext, run_id: int) -> None:
    found: UUID | None = None
    with database.reading(context.engine) as session:
        asked_for = run_records.open_requests(session, run_id=run_id)
    for request in asked_for:
        carried = await carry_out(context, request)
        found = carried.flow_run_id or found
    if found is not None:
        page = links.prefect_run(str(found))
        get_run_logger().info("Its first step is carried by a run of its own: %s", page)
