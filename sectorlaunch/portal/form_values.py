"""Values out of forms: a number, a day, a moment. What cannot be read is said in a sentence."""

from datetime import date, datetime, time

from sectorlaunch.errors import BadInput
from sectorlaunch.files import launch_dates


def number(words: str) -> int:
    """The number of a row; 0, which none has, for what is no number."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0


def day(words: str) -> date | None:
    """The day in a date field; None while it is empty. Raises BadInput."""
    try:
        return date.fromisoformat(words.strip()) if words.strip() else None
    except ValueError:
        raise BadInput("Write the day as 2027-03-04.") from None


def moment(day_words: str, hour_words: str, zone: str, otherwise: time | None = None) -> datetime:
    """Local day and hour as UTC; `otherwise` is the hour where none is given. Raises BadInput."""
    try:
        on = launch_dates.read_date(day_words)
        at = launch_dates.read_time(hour_words) if hour_words or otherwise is None else otherwise
        if isinstance(on, launch_dates.InWeeks) or at is None:
            raise ValueError("give a day and an hour")
        return launch_dates.moment(on, at, zone)
    except (ValueError, OverflowError) as remedy:
        raise BadInput(sentence(remedy)) from None


def sentence(remedy: Exception) -> str:
    """What a checker of values says, as a sentence of its own."""
    words = str(remedy)
    return f"{words[:1].upper()}{words[1:]}."
