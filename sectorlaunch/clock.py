"""The one place that reads the wall clock. Entry points call `now()` once for each unit of work and pass it down."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
