"""What clocks on the wall show at a moment, kept beside it: a law may change when that hour is, never which hour was said."""

import zoneinfo
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo


def reading(moment: datetime | None, zone: str | ZoneInfo) -> str:
    """Local date and hour of an aware moment in an IANA zone, such as "2026-09-10T08:30:00"; empty for none."""
    if moment is None:
        return ""
    zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")


def moment(shown: str, zone: str) -> datetime:
    """The moment in UTC at which clocks of a zone show this; in the hour that comes twice, the first."""
    return datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def take_up_rules() -> None:
    """Reads the time-zone rules of this machine anew: a process that runs keeps those it began with."""
    ZoneInfo.clear_cache()


def rules_version() -> str:
    """Of which edition the time-zone rules of this machine are, such as "2026b"; empty where it does not say."""
    for folder in zoneinfo.TZPATH:
        for name in ("+VERSION", "tzdata.zi"):
            file = Path(folder) / name
            if file.is_file():
                with file.open(encoding="ascii", errors="replace") as lines:
                    return lines.readline().removeprefix("# version").strip()
    try:
        return version("tzdata")
    except PackageNotFoundError:
        return ""
