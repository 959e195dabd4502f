"""What the work stands on: the database, the Prefect server, the disk."""

import http.client
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from sectorlaunch import migrations
from sectorlaunch.readiness.part import Part
from sectorlaunch.settings import Settings

LEAST_FREE_MB = 500
PREFECT_SECONDS = 3.0
"""How long the Prefect server may take to say that it is well."""


def database(engine: Engine) -> Part:
    try:
        current = migrations.is_current(engine.execution_options(only_reads=True))
    except SQLAlchemyError as error:
        return Part("database", True, f"cannot be read: {type(error).__name__}", None)
    if not current:
        return Part("database", True, "its tables are of another version: run `sector-launch migrate`")
    return Part("database", False, f"{engine.dialect.name}, its tables are current")


def prefect(settings: Settings) -> Part:
    status = prefect_status(settings)
    if status is None:
        return Part("prefect", True, "does not answer", None)
    if status != http.HTTPStatus.OK:
        return Part("prefect", True, f"answers {status}")
    return Part("prefect", False, "says it is well")


def prefect_status(settings: Settings) -> int | None:
    """The status its health page answers with; None where nothing answers in time."""
    url = urlsplit(f"{settings.prefect_api}/health")
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=PREFECT_SECONDS)
    try:
        connection.request("GET", url.path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def disk(settings: Settings) -> Part:
    free = free_bytes(settings.home_folder) // 1_000_000
    is_full = free < LEAST_FREE_MB
    advice = "The disk is nearly full, and then nothing can be noted or sent. Please tell whoever keeps Sector Launch here."
    return Part("disk", is_full, f"{free} MB free", for_conveners=advice if is_full else "")


def free_bytes(folder: Path) -> int:
    """Free bytes where the folder is, or will be."""
    return shutil.disk_usage(folder).free if folder.exists() else free_bytes(folder.parent)
