"""What a task run says of itself once it is done: in its name, which every list shows, and in its log."""

from collections.abc import Sequence

from prefect.client.orchestration import get_client
from prefect.context import TaskRunContext
from prefect.logging import get_run_logger

from tasks.waiting import current_flow_run

LONGEST_NAME = 200


def tell(name: str, lines: Sequence[str]) -> None:
    """Names the running task for what it did, and logs a line for each sentence.

    The server takes the name with the state that ends the task run; until then it bears the one it began with.
    """
    context = TaskRunContext.get()
    if context is not None:
        context.task_run.name = name[:LONGEST_NAME]
    log_lines(lines)


def log_lines(lines: Sequence[str]) -> None:
    """A line in the log of the run for each sentence."""
    log = get_run_logger()
    for line in lines:
        log.info(line)


def add_to_the_name(said: Sequence[str]) -> None:
    """Puts what a run did behind its name, so that a list of runs says it; nothing where it did nothing."""
    if said:
        run = current_flow_run()
        with get_client(sync_client=True) as client:
            client.update_flow_run(run.id, name=f"{run.name}: {'; '.join(said)}"[:LONGEST_NAME])
