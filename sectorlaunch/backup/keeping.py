"""Which copies are kept: the newest of each of the last days, weeks and months that have one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sectorlaunch.settings import Settings

_NAME = "sector-launch-%Y-%m-%d-%H%M.tar.gz"


@dataclass(frozen=True)
class Rule:
    """Of how many days, weeks and months, counted back among those that have a copy, the newest is kept."""

    daily: int
    weekly: int
    monthly: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings.copies_daily, settings.copies_weekly, settings.copies_monthly)


def name_of(now: datetime) -> str:
    """The name of a copy made at this minute, in UTC."""
    return now.astimezone(UTC).strftime(_NAME)


def remove_old(folder: Path, now: datetime, rule: Rule) -> list[Path]:
    """Removes the copies of a folder that the rule does not keep; files of other names are nobody's business here."""
    copies = {moment: file for file in folder.iterdir() if (moment := _made_at(file)) is not None}
    gone = [copies[moment] for moment in sorted(set(copies) - chosen(copies, now, rule))]
    for file in gone:
        file.unlink()
    return gone


def chosen(moments: Iterable[datetime], now: datetime, rule: Rule) -> set[datetime]:
    """Of copies made at these moments those to keep. The newest is always one, and so are those from the future."""
    newest_first = sorted(moments, reverse=True)
    found = {moment for moment in newest_first if moment > now} | set(newest_first[:1])
    for many, period in ((rule.daily, _day), (rule.weekly, _week), (rule.monthly, _month)):
        newest: dict[object, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(moment), moment)
        found |= set(list(newest.values())[:many])
    return found


def _day(moment: datetime) -> object:
    return moment.date()


def _week(moment: datetime) -> object:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> object:
    return moment.year, moment.month


def _made_at(file: Path) -> datetime | None:
    try:
        return datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
