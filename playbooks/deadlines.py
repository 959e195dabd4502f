"""By when somebody is to answer: on a business day, with time to think, and never after what it is asked for. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from playbooks.calendar import Calendar
from playbooks.model import Roll, Touch

SOONEST, CALL_WITHIN = "least_answer_days", "call_days"
"""The playbook's numbers: business days people are given at least, where the event allows it; and whoever makes calls."""
USUAL = {SOONEST: 3, CALL_WITHIN: 3}
"""For playbooks that do not state them."""


def mistakes_in(numbers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """What is wrong with the numbers of deadlines: the name of each, and what to do about it."""
    for name, usual in USUAL.items():
        if numbers.get(name, usual) < 1:
            yield name, "nobody can answer or call within less than a day; give 1 or more"


def due_on(
    touch: Touch, asked_on: date, launch_on: date | None, calendar: Calendar, soonest: int
) -> date | None:
    """The deadline of a touch that leaves on `asked_on`; None for one that asks for nothing by a day.

    `launch_on` is the day of the launch while that is to come; `soonest` the business days people are given at least. All
    dates are of the calendar's zone.
    """
    ahead = launch_on if launch_on is not None and launch_on > asked_on else None
    if touch.answer_before_launch is not None and ahead is not None:
        wanted = calendar.roll(ahead - timedelta(days=touch.answer_before_launch), Roll.EARLIER)
        due = max(wanted, calendar.add_business_days(asked_on, soonest))
    elif (days := touch.answer_in or touch.promised_in) is not None:
        due = calendar.add_business_days(asked_on, days)
    else:
        return None
    return before_launch(due, asked_on, ahead, calendar)


def before_launch(due: date, asked_on: date, launch_on: date | None, calendar: Calendar) -> date:
    """`due`, or the last business day before a launch that comes sooner; never a day before `asked_on`."""
    if launch_on is None or launch_on <= asked_on:
        return due
    return min(due, max(calendar.last_before(launch_on), asked_on))
