"""Runs a command and turns what goes wrong into a sentence and an exit code: 0 fine, 1 a problem, 2 wrong usage."""

import os
import sys
from collections.abc import Sequence

FINE, PROBLEM = 0, 1
DEBUG = "SECTOR_LAUNCH_DEBUG"
"""Set to anything, an unexpected error is shown with its traceback."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Carries out one command line and returns its exit code."""
    from sectorlaunch import key_files
    from sectorlaunch.cli.app import app

    key_files.keep_to_oneself()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="sector-launch")
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else PROBLEM if ending.code else FINE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe (such as `head`) has seen enough. Python must not complain while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        print(in_words(error), file=sys.stderr)
        return PROBLEM
    return FINE


def in_words(error: Exception) -> str:
    """What went wrong and what to do about it. Never a traceback."""
    from playbooks.model import NotInPlaybook
    from playbooks.yaml_lines import FileMistakes
    from sectorlaunch.errors import SectorLaunchError

    if isinstance(error, SectorLaunchError):
        return error.message if error.message.endswith((".", "?", "”")) else f"{error.message}."
    if isinstance(error, FileMistakes):
        count = len(error.mistakes)
        head = "One mistake, nothing was stored:" if count == 1 else f"{count} mistakes, nothing was stored:"
        return "\n".join([head, *(f"  {mistake}" for mistake in error.mistakes)])
    if isinstance(error, NotInPlaybook):
        return f"{error}: it was put on record by another text of it. Nothing was changed."
    return _from_below(error) or (
        f"Something went wrong that should not have: {type(error).__name__}: {error}\n"
        f"Set {DEBUG}=1 and run it again to see where. `sector-launch doctor` looks at the usual causes."
    )


def _from_below(error: Exception) -> str:
    """Sentences for what comes up from the settings, the database and the disk."""
    from pydantic import ValidationError
    from sqlalchemy.exc import OperationalError, ProgrammingError

    if isinstance(error, ValidationError):
        names = ", ".join(f"SECTOR_LAUNCH_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        return f"A setting cannot be used. {names}."
    if isinstance(error, OperationalError | ProgrammingError):
        reason = str(error.orig).splitlines()[0]
        if "no such" in reason or "does not exist" in reason:
            return f"The database is not of this version ({reason}). Run `sector-launch migrate`."
        return f"The database cannot be used: {reason}. `sector-launch doctor` says more."
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return f"{error.strerror or error}{where}. Check the path and its rights."
    return ""
