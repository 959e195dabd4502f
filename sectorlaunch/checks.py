"""What `doctor` looks at: numbered checks, each with what was found and, where something is wrong, what to do."""

import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sectorlaunch.settings import Settings

State = Literal["fine", "warning", "problem"]
OLDEST_PYTHON = (3, 11)
LEAST_FREE_MB = 500
WAITING_TOO_LONG = timedelta(minutes=15)
EARLIEST_YEAR = 2026
"""No clock that runs right can show an earlier one."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Finding:
    """What one check found. `remedy` is empty when there is nothing to do."""

    state: State
    finding: str
    remedy: str = ""


@dataclass(frozen=True)
class Check:
    number: int
    title: str
    state: State
    finding: str
    remedy: str


@dataclass(frozen=True)
class _Patient:
    """The installation under examination."""

    settings: Settings
    now: datetime


Look = Callable[[_Patient], Finding]


def examine(settings: Settings, now: datetime) -> list[Check]:
    """Every check, in order. A check that breaks is itself a problem; the others go on."""
    patient = _Patient(settings, now)
    return [
        Check(number, title, found.state, found.finding, found.remedy)
        for number, (title, found) in enumerate(_looked_at(patient), start=1)
    ]


def _looked_at(patient: _Patient) -> Iterator[tuple[str, Finding]]:
    for title, look in CHECKS:
        try:
            yield title, look(patient)
        except Exception as error:
            words = str(error).splitlines()[0] if str(error) else type(error).__name__
            yield title, Finding("problem", words, "Mend this first; it also hides what the check looks for.")


def _python(patient: _Patient) -> Finding:
    here = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding("problem", here, "Install Python 3.11 or newer and run `make run` again.")
    return Finding("fine", here)


def _home(patient: _Patient) -> Finding:
    home = patient.settings.home_folder
    if not home.exists():
        return Finding("warning", f"{home} does not exist yet", "`sector-launch up` makes it.")
    if not os.access(home, os.W_OK | os.X_OK):
        return Finding("problem", f"{home} cannot be written", f"chown the folder to yourself: {home}")
    mode = stat.S_IMODE(home.stat().st_mode)
    if mode & 0o077:
        return Finding("warning", f"others may look into {home}", f"chmod 700 {home}")
    return Finding("fine", f"{home}, yours alone")


def _disk(patient: _Patient) -> Finding:
    free = shutil.disk_usage(_nearest_folder(patient.settings.home_folder)).free // 1_000_000
    if free < LEAST_FREE_MB:
        return Finding(
            "problem", f"{free} MB free", f"Make room: below {LEAST_FREE_MB} MB databases may stop."
        )
    return Finding("fine", f"{free // 1000} GB free" if free >= 10_000 else f"{free} MB free")


def _nearest_folder(path: Path) -> Path:
    return path if path.exists() else _nearest_folder(path.parent)


def _database(patient: _Patient) -> Finding:
    from sqlalchemy.exc import SQLAlchemyError

    from sectorlaunch import migrations
    from sectorlaunch.database import open_engine

    settings = patient.settings
    if settings.database_url is None and not (settings.home_folder / "sector-launch.db").exists():
        return Finding("warning", "there is no database yet", "`sector-launch up` or `new` makes it.")
    engine = open_engine(settings.database)
    try:
        current = migrations.is_current(engine)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        remedy = "Check SECTOR_LAUNCH_DATABASE_URL and that the server runs."
        return Finding("problem", f"it cannot be opened: {reason}", remedy)
    finally:
        engine.dispose()
    if not current:
        return Finding("problem", "its tables are of another version", "Run `sector-launch migrate`.")
    return Finding("fine", f"{engine.dialect.name}, its tables are current")


def _prefect(patient: _Patient) -> Finding:
    import http.client

    url = urlsplit(f"{patient.settings.prefect_api}/health")
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=3)
    try:
        connection.request("GET", url.path)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        remedy = (
            "Start it with `sector-launch up`, or set SECTOR_LAUNCH_PREFECT_API_URL to the server you use."
        )
        return Finding("problem", f"nothing answers at {patient.settings.prefect_api}", remedy)
    finally:
        connection.close()
    if status != http.HTTPStatus.OK:
        remedy = f"Look into {patient.settings.log_folder / 'prefect.log'}."
        return Finding("problem", f"it answers {status}", remedy)
    return Finding("fine", f"it answers at {patient.settings.prefect_ui}")


def _prefect_door(patient: _Patient) -> Finding:
    settings = patient.settings
    host = urlsplit(settings.prefect_api).hostname or ""
    if settings.prefect_auth is not None:
        return Finding("fine", "its API asks for a password")
    if settings.prefect_api_url is None or host in LOOPBACK:
        return Finding("fine", "its API listens on this machine only")
    remedy = "Set SECTOR_LAUNCH_PREFECT_AUTH here and PREFECT_SERVER_API_AUTH_STRING on the server."
    return Finding("warning", f"its API at {host} asks for no password", remedy)


def _worker(patient: _Patient) -> Finding:
    """A worker holds a lock on its seat while it lives; a seat that can be locked is nobody's."""
    import fcntl

    folder = patient.settings.home_folder / "workers"
    taken = 0
    for seat in sorted(folder.glob("*.lock")) if folder.is_dir() else ():
        with seat.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                taken += 1
    if taken:
        return Finding("fine", f"{taken} at work on this machine")
    remedy = "`sector-launch up` starts one; `sector-launch worker` another. Stock Prefect workers are not seen here."
    return Finding("warning", "none of ours is at work on this machine", remedy)


def _dispatcher(patient: _Patient) -> Finding:
    from sectorlaunch.outbox import heartbeat

    seen = heartbeat.last_seen(patient.settings)
    if seen is None:
        return Finding("problem", "it has never run with this home", "Start it with `sector-launch up`.")
    if not seen.is_fresh(patient.now):
        remedy = (
            f"Start it again with `sector-launch up`; see {patient.settings.log_folder / 'dispatcher.log'}."
        )
        return Finding("problem", f"not seen since {seen.at:%Y-%m-%d %H:%M} UTC", remedy)
    if seen.trouble:
        return Finding("warning", seen.trouble, "Send a test: `sector-launch channel test email --to YOU`.")
    return Finding("fine", "at work")


def _outbox(patient: _Patient) -> Finding:
    from sectorlaunch.database import open_engine, reading
    from sectorlaunch.outbox import claiming

    if not _has_tables(patient.settings):
        return Finding("fine", "nothing waits")
    engine = open_engine(patient.settings.database)
    with reading(engine) as session:
        count, oldest = claiming.oldest_waiting(session, patient.now)
    engine.dispose()
    if oldest is not None and patient.now - oldest > WAITING_TOO_LONG:
        remedy = "See whether the dispatcher runs and what `sector-launch messages SLUG --state queued` says."
        return Finding(
            "problem", f"{count} messages wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC", remedy
        )
    return Finding("fine", f"{count} messages wait" if count else "nothing waits")


def _channels(patient: _Patient) -> Finding:
    from sectorlaunch.database import open_engine, reading
    from sectorlaunch.operations.messages import channels

    if not _has_tables(patient.settings):
        return Finding("fine", "none; messages go to the local mailbox")
    engine = open_engine(patient.settings.database)
    with reading(engine) as session:
        known = channels.list_channels(session)
    engine.dispose()
    live = [channel.tag for channel in known if channel.live_since is not None]
    if live:
        return Finding("fine", f"live: {', '.join(live)}")
    if known:
        remedy = (
            f"When you are ready: `sector-launch channel test {known[0].tag} --to YOU`, then `channel live`."
        )
        return Finding("warning", "set up and not live; messages go to the local mailbox", remedy)
    return Finding("fine", "none; messages go to the local mailbox")


def _inboxes(patient: _Patient) -> Finding:
    from sectorlaunch.database import open_engine, reading
    from sectorlaunch.inbox import mailboxes

    without = Finding("fine", "none is read; answers from calendars go to the convener")
    if not _has_tables(patient.settings):
        return without
    engine = open_engine(patient.settings.database)
    with reading(engine) as session:
        known = mailboxes.list_mailboxes(session)
    engine.dispose()
    for one in known:
        if one.live_since is not None and one.trouble:
            return Finding("problem", one.trouble, f"Mend it, then: `sector-launch inbox test {one.name}`.")
        if one.live_since is None:
            return Finding("warning", f"{one.name} is not read", f"`sector-launch inbox test {one.name}`")
    return Finding("fine", f"read: {', '.join(one.name for one in known)}") if known else without


def _has_tables(settings: Settings) -> bool:
    return settings.database_url is not None or (settings.home_folder / "sector-launch.db").exists()


def _mailbox(patient: _Patient) -> Finding:
    mailbox = patient.settings.mailbox
    if mailbox.exists() and not os.access(mailbox, os.W_OK | os.X_OK):
        return Finding("problem", f"{mailbox} cannot be written", f"chown the folder to yourself: {mailbox}")
    return Finding("fine", str(mailbox))


def _address(patient: _Patient) -> Finding:
    """Links in messages must begin with an address that those who get them can open."""
    settings = patient.settings
    if settings.public_url is None:
        if settings.host in LOOPBACK:
            return Finding("fine", f"{settings.portal_url}, for this machine only")
        remedy = "Set SECTOR_LAUNCH_PUBLIC_URL to the address people outside use, such as https://launch.example.org."
        return Finding("warning", f"links in messages begin with {settings.portal_url}", remedy)
    url = urlsplit(settings.public_url)
    if url.scheme not in ("http", "https") or not url.hostname:
        remedy = "Write SECTOR_LAUNCH_PUBLIC_URL as https://launch.example.org."
        return Finding("problem", f"{settings.public_url} is no address", remedy)
    if url.scheme == "http" and url.hostname not in LOOPBACK:
        remedy = "Put the portal behind HTTPS: personal links are keys and must not travel in the open."
        return Finding("warning", f"{settings.public_url} is not encrypted", remedy)
    return Finding("fine", settings.public_url)


def _port(patient: _Patient) -> Finding:
    settings = patient.settings
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(2)
        answers = probe.connect_ex((host, settings.port)) == 0
    if answers:
        return Finding("fine", f"something answers on port {settings.port}")
    return Finding("problem", f"nothing answers on port {settings.port}", "Start it with `sector-launch up`.")


def _playbooks(patient: _Patient) -> Finding:
    from playbooks import loader
    from playbooks.yaml_lines import FileMistakes
    from sectorlaunch import playbook_shelf

    vocabulary = playbook_shelf.vocabulary()
    found = loader.shipped()
    for key, path in found.items():
        try:
            loader.load(loader.shipped_text(key), path.name, vocabulary)
        except FileMistakes as mistakes:
            return Finding("problem", str(mistakes.mistakes[0]), f"Mend {path}, or install again.")
    return Finding("fine", ", ".join(found))


def _clock(patient: _Patient) -> Finding:
    """Wrong zone data or a clock in the wrong year would put every date off."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        denver = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("America/Denver"))
    except ZoneInfoNotFoundError:
        return Finding("problem", "there is no time-zone data", "Install the package tzdata.")
    if denver.utcoffset() != timedelta(hours=-6):
        return Finding("problem", "the time-zone data is wrong", "Install the newest package tzdata.")
    if patient.now.year < EARLIEST_YEAR:
        return Finding("problem", f"this machine says {patient.now:%Y-%m-%d}", "Set its clock.")
    return Finding("fine", f"{patient.now:%Y-%m-%d %H:%M} UTC")


CHECKS: tuple[tuple[str, Look], ...] = (
    ("Python", _python),
    ("Home folder", _home),
    ("Disk", _disk),
    ("Clock and time zones", _clock),
    ("Database", _database),
    ("Playbooks", _playbooks),
    ("Portal", _port),
    ("Address in links", _address),
    ("Prefect server", _prefect),
    ("Prefect's door", _prefect_door),
    ("Worker", _worker),
    ("Dispatcher", _dispatcher),
    ("Outbox", _outbox),
    ("Channels", _channels),
    ("Mailboxes that are read", _inboxes),
    ("Local mailbox", _mailbox),
)
