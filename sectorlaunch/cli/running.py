"""Running the system: all of it, or one part in the foreground."""

from pathlib import Path
from typing import Annotated

import typer

from sectorlaunch.cli.installation import installation


def up(
    sample: Annotated[
        Path | None,
        typer.Option(
            "--sample",
            metavar="FILE",
            help="A partnership file to start if it is not there yet, with the contacts.csv beside it.",
        ),
    ] = None,
) -> None:
    """Starts portal, dispatcher, Prefect server and worker as one group. Ctrl-C stops all of it."""
    from sectorlaunch.cli.starting import start

    start(sample)


def portal() -> None:
    """Runs the portal alone, in the foreground."""
    from sectorlaunch.portal.__main__ import main

    installation()
    main()


def worker() -> None:
    """Runs one worker, in the foreground; as many as wanted, on as many machines."""
    from sectorlaunch.supervisor.supervisor import become_worker

    become_worker(installation().settings)


def prefect_password() -> None:
    """Shows the password Prefect asks for, as user:password. Whoever has it sees every partnership there."""
    from sectorlaunch.prefect_password import auth_string

    said = auth_string(installation().settings)
    typer.echo(
        said or "None is set here for the Prefect server that runs elsewhere: SECTOR_LAUNCH_PREFECT_AUTH."
    )


def dispatch() -> None:
    """Runs the dispatcher alone, in the foreground: it empties the outbox."""
    from sectorlaunch import logs
    from sectorlaunch.supervisor import dispatcher

    settings = installation().settings
    logs.set_up(settings)
    dispatcher.run(settings)
