"""The partnership file, which a convener hands in to start a launch: read whole, or refused with every mistake."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playbooks.model import Playbook
from playbooks.yaml_lines import (
    FileMistakes,
    Mistake,
    Path_,
    field_name,
    line_of,
    parse,
    read_model,
    read_text,
)
from sectorlaunch import plain_values
from sectorlaunch.files import launch_dates
from sectorlaunch.files.partnership_fields import Industry, Launch, PartnershipFile, PersonEntry, Region

_KEYS = sorted(
    {name for part in (PartnershipFile, Industry, Region, PersonEntry, Launch) for name in part.model_fields}
)
__all__ = ["PartnershipFile", "check_against", "read", "read_as"]
_UNKNOWN_KEY = "this key is not known here; check its spelling or remove it"
_MISSING_KEY = "this key is required; add it"
"""What `read_model` says; a test of ours fails should it say it otherwise."""
_BESIDE_ANOTHER_ROLE = ("facilitator", "scribe")
"""Roles somebody may hold beside another one: the same person may be in the file again."""


def read(path: Path, today: date | datetime, started: Container[str] = ()) -> PartnershipFile:
    """The partnership in a file. Raises FileMistakes with every mistake found; nothing has happened then.

    `today` is the day in the partnership's zone, or an aware moment, which is a day there. A target date before it is
    refused, but for a partnership whose short name is among `started`: its file was right when it was handed in.
    """
    return read_as(path, read_text(path), today, started)


def read_as(path: Path, text: str, today: date | datetime, started: Container[str] = ()) -> PartnershipFile:
    """The same for words that stand in no file; `path` is what they are called in mistakes."""
    data, lines = parse(text, str(path))
    today = _local_day(data, today)
    mistakes: list[Mistake] = []
    file: PartnershipFile | None = None
    try:
        file, lines = read_model(text, str(path), PartnershipFile)
    except FileMistakes as found:
        if not isinstance(data, dict):
            raise
        mistakes += _with_nearest_keys(found.mistakes)
    gone_by = () if _slug(data) in started else _date_gone_by(data, today)
    for where, remedy in (*gone_by, *_no_convener(data), *_people_twice(data, lines)):
        mistakes.append(_mistake(path, where, lines, remedy))
    if file is not None and (skipped := _hour_that_is_skipped(file, today)):
        mistakes.append(_mistake(path, ("launch", "time"), lines, skipped))
    if file is None or mistakes:
        raise FileMistakes(sorted(mistakes, key=lambda mistake: mistake.line or 0))
    file._path, file._lines = path, lines
    return file


def _local_day(data: object, today: date | datetime) -> date:
    if not isinstance(today, datetime):
        return today
    try:
        zone = ZoneInfo(str(data.get("time_zone")) if isinstance(data, dict) else "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")  # said to be wrong where the model reads it
    return today.astimezone(zone).date()


def _slug(data: object) -> str:
    return str(data.get("slug", "")).strip() if isinstance(data, dict) else ""


def check_against(file: PartnershipFile, playbook: Playbook) -> None:
    """Every number the file changes must be one of the playbook. Raises FileMistakes."""
    known = list(playbook.numbers)
    wrong = [name for name in file.numbers if name not in playbook.numbers]
    if wrong:
        raise FileMistakes(
            [
                _mistake(
                    file.path,
                    ("numbers", name),
                    dict(file.lines),
                    f"the playbook “{playbook.key}” has no such number; "
                    f"{plain_values.did_you_mean(name, known)}",
                )
                for name in wrong
            ]
        )


def _mistake(path: Path, where: Path_, lines: dict[Path_, int], remedy: str) -> Mistake:
    return Mistake(str(path), line_of(where, lines), field_name(where, None), remedy)


def _with_nearest_keys(mistakes: Sequence[Mistake]) -> Iterator[Mistake]:
    """Names the right key beside a misspelled one, which is then not missing as well.

    A wrong key of a mapping is its own field, not a part of it.
    """
    misspelled: dict[str, str] = {}
    for mistake in mistakes:
        parent, _, key = mistake.field.rpartition(".")
        if mistake.remedy == _UNKNOWN_KEY and (near := plain_values.nearest(key, _KEYS)):
            misspelled[mistake.field] = f"{parent}.{near}".removeprefix(".")
    for mistake in mistakes:
        if right := misspelled.get(mistake.field):
            near = right.rpartition(".")[2]
            yield replace(mistake, remedy=f"this key is not known here; did you mean “{near}”?")
        elif mistake.field not in misspelled.values() or mistake.remedy != _MISSING_KEY:
            yield replace(mistake, field=mistake.field.removesuffix(".[key]"))


def _date_gone_by(data: dict[str, Any], today: date) -> Iterator[tuple[Path_, str]]:
    launch = data.get("launch")
    try:
        wanted = launch_dates.read_date(launch.get("date") if isinstance(launch, dict) else None)
    except ValueError:
        return  # said already, where the model reads it
    if isinstance(wanted, date) and wanted < today:
        yield ("launch", "date"), f"{wanted} has gone by; choose a day after {today}"


def _no_convener(data: dict[str, Any]) -> Iterator[tuple[Path_, str]]:
    if all(data.get(key) in (None, []) for key in ("convener", "co_conveners")):
        yield ("convener",), "name the convener: a name, an e-mail address and an organization"


def _people_twice(data: dict[str, Any], lines: dict[Path_, int]) -> Iterator[tuple[Path_, str]]:
    seen: dict[str, tuple[str, Path_]] = {}
    for where, entry in sorted(_entries(data), key=lambda found: str(found[0][0]) in _BESIDE_ANOTHER_ROLE):
        email, name = _tidy(entry.get("email")).casefold(), _tidy(entry.get("name"))
        if not email:
            continue
        if email not in seen:
            seen[email] = (name, where)
            continue
        first_name, first = seen[email]
        line = line_of((*first, "email"), lines)
        if first_name.casefold() != name.casefold():
            remedy = f"line {line} gives this address to {first_name or 'somebody else'}; each person needs their own"
            yield (*where, "email"), remedy
        elif where[0] not in _BESIDE_ANOTHER_ROLE:
            yield (*where, "email"), f"this person is here already, on line {line}; keep one of the two"


def _tidy(value: object) -> str:
    return plain_values.shown(value or "")


def _entries(data: dict[str, Any]) -> Iterator[tuple[Path_, dict[str, Any]]]:
    """Everything in the file that looks like a person, with where it is."""

    def of(where: Path_, value: object) -> Iterator[tuple[Path_, dict[str, Any]]]:
        if isinstance(value, dict):
            yield where, value
        elif isinstance(value, Sequence) and not isinstance(value, str):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield (*where, index), item

    for key in ("convener", "co_conveners", "facilitator", "scribe"):
        yield from of((key,), data.get(key))
    team = data.get("support_team")
    for sector, members in team.items() if isinstance(team, dict) else ():
        yield from of(("support_team", sector), members)


def _hour_that_is_skipped(file: PartnershipFile, today: date) -> str | None:
    if file.launch.time is None:
        return None
    try:
        launch_dates.moment(file.launch_on(today), file.launch.time, file.time_zone)
    except ValueError as remedy:
        return str(remedy)
    return None
