"""Tables on a PostgreSQL server, saved and put back by its own programs."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, inspect, make_url

from sectorlaunch.database import open_engine
from sectorlaunch.errors import BadInput

IN_ENVIRONMENT = {"options": "PGOPTIONS", "sslmode": "PGSSLMODE", "host": "PGHOST"}


class NoProgram(BadInput):
    """PostgreSQL's own programs are not on this machine."""


def is_server(url: str) -> bool:
    return make_url(url).get_backend_name() == "postgresql"


def is_same(one: str, other: str) -> bool:
    """Whether two addresses name one database; drivers and passwords do not matter."""
    first, second = make_url(one), make_url(other)
    return (first.host, first.port, first.database) == (second.host, second.port, second.database)


def dump(url: str, file: Path) -> None:
    """Saves a database as it is at this moment, while others write. Raises BadInput with what the server said."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
    file.chmod(0o600)


def check_dump(file: Path) -> None:
    """Reads a dump to its end. Raises BadInput where it cannot be."""
    _run("pg_restore", None, "--file=/dev/null", str(file))


def load(url: str, file: Path) -> None:
    """Puts a dump into an empty database, whole or not at all. Raises BadInput."""
    _run(
        *("pg_restore", url, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
        *(f"--dbname={make_url(url).database}", str(file)),
    )


def check_empty(url: str) -> None:
    """Raises BadInput unless the database is there and has no tables."""
    engine = open_engine(
        make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    )
    try:
        with engine.connect() as connection:
            if tables := inspect(connection).get_table_names():
                raise BadInput(
                    f"The database {engine.url.database} has {len(tables)} tables already. Name an empty one in "
                    "SECTOR_LAUNCH_DATABASE_URL: CREATE DATABASE makes one."
                )
    finally:
        engine.dispose()


def _run(program: str, url: str | None, *arguments: str) -> None:
    """The password goes by the environment: arguments can be read by everybody on the machine."""
    environment = dict(os.environ) | (_environment(make_url(url)) if url is not None else {})
    ended = subprocess.run(
        [_found(program), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        said = " ".join(ended.stderr.split())[:500] or f"exit code {ended.returncode}"
        raise BadInput(f"{program} could not do its work, and nothing was changed: {said}")


def _environment(url: URL) -> dict[str, str]:
    known = {
        "PGHOST": url.host,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    given = {name: str(value) for name, value in known.items() if value}
    if url.port:
        given["PGPORT"] = str(url.port)
    for name, variable in IN_ENVIRONMENT.items():
        if isinstance(value := url.query.get(name), str):
            given[variable] = value
    return given


def _found(program: str) -> str:
    """On the PATH, or where Debian keeps the newest."""
    places = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3])
    )
    found = shutil.which(program) or (str(places[-1]) if places else None)
    if found is None:
        raise NoProgram(
            f"The tables are on PostgreSQL, and {program} is not on this machine. On Debian and Ubuntu: "
            "apt-get install postgresql-client, of the server’s version or a newer one."
        )
    return found
