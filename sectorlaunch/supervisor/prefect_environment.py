"""The environment that Prefect's processes run in. Prefect itself is not imported here: that costs seconds."""

import os
from collections.abc import Mapping

from pydantic import SecretStr

from sectorlaunch.prefect_password import auth_string
from sectorlaunch.settings import Settings

FEW_ARENAS = "2"
"""How many heaps glibc may keep for the threads of a process. By itself it makes eight for each core, and what a page
took stays in all of them: after six minutes of load the portal held 201 MB so, and 223 MB without."""


def inherited(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without Prefect's own variables, so that another profile of the user does not leak in."""
    given = os.environ if environment is None else environment
    return {name: value for name, value in given.items() if not name.startswith("PREFECT_")}


def quiet_environment() -> dict[str, str]:
    """Nothing is reported to anyone outside."""
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "PREFECT_CLI_COLORS": "false",
    }


def client_environment(settings: Settings) -> dict[str, str]:
    """What a process needs to speak to the Prefect server: worker, stock worker, `prefect` on the command line."""
    environment = {
        **quiet_environment(),
        "PREFECT_HOME": str(settings.prefect_home),
        "PREFECT_API_URL": settings.prefect_api,
        "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_WORKER_HEARTBEAT_SECONDS": "10",
    }
    if settings.log_format == "json":
        environment["PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER"] = "json"
    password = auth_string(settings)
    if password is not None:
        environment["PREFECT_API_AUTH_STRING"] = password
    return environment


def server_environment(settings: Settings) -> dict[str, str]:
    """What the Prefect server needs: on loopback, a password even so, the older UI, and a slow loop over suspended runs.

    The newer UI calls an outside address even with analytics off. Our runs are suspended without a timeout, so
    the loop that looks for expired ones, 70 % of a core with 10,000 waiting, need not hurry.
    """
    environment = {
        **client_environment(settings),
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(settings.prefect_port),
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": settings.prefect_ui,
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS": "600",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
    if settings.prefect_database is not None:
        environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = settings.prefect_database
    if "PREFECT_API_AUTH_STRING" in environment:
        environment["PREFECT_SERVER_API_AUTH_STRING"] = environment["PREFECT_API_AUTH_STRING"]
    return environment


def child_environment(settings: Settings, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """A whole environment for a child process: what this process was given, our settings, and `own` on top."""
    return {
        "MALLOC_ARENA_MAX": FEW_ARENAS,
        **inherited(),
        **_as_variables(settings),
        **(own or {}),
        "PYTHONUNBUFFERED": "1",
    }


def _as_variables(settings: Settings) -> dict[str, str]:
    """The settings as the environment variables they are read from, secrets included."""
    variables = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if value is not None:
            words = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            variables[f"SECTOR_LAUNCH_{name.upper()}"] = words
    variables["SECTOR_LAUNCH_HOME"] = str(settings.home_folder)
    return variables
