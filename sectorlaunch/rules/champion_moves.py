"""The next move with each champion, and its day. Pure: stage, dates and the touch log in, a sentence and a date out."""

from dataclasses import dataclass
from datetime import date, timedelta

from playbooks.calendar import Calendar
from playbooks.model import Roll
from sectorlaunch.tables import ChampionStage

FOLLOW_UP_DAYS = 7
"""A week between two words to somebody who has not answered."""
GIVE_UP_DAYS = 21
"""After so long without an answer another person is thought of; the ladder of the playbook ends then too."""
SIGN_DAYS = 6
WELCOME_DAYS = 7
"""Before the launch: the words of welcome are talked over."""


@dataclass(frozen=True)
class ChampionStatus:
    """Where somebody is on the pipeline. Dates are the partnership's. `talked_on`: the last call, meeting or mail noted."""

    stage: ChampionStage
    decides: bool = False
    cares_for_industry: bool = False
    cares_for_region: bool = False
    owner: str = ""
    asked_on: date | None = None
    agreed_on: date | None = None
    signed_on: date | None = None
    talked_on: date | None = None
    launch_on: date | None = None


@dataclass(frozen=True)
class Move:
    what: str
    on: date | None
    """None: nothing is to be done."""


def fit(status: ChampionStatus) -> int:
    """How many of the three hold: decides, cares for the industry, cares for the region."""
    return sum((status.decides, status.cares_for_industry, status.cares_for_region))


def next_move(today: date, status: ChampionStatus, calendar: Calendar) -> Move:
    """What to do next, and by which business day, never in the past."""
    what, on = _NEXT[status.stage](today, status)
    return Move(what, calendar.roll(max(on, today), Roll.LATER) if on is not None else None)


def _prospect(today: date, status: ChampionStatus) -> tuple[str, date | None]:
    if not status.owner:
        return "Name who on the team knows them best and makes the ask.", today
    if not status.decides:
        return "Find out whether they decide for their company; a champion must.", today
    if fit(status) < 3:
        return "Ask around whether they care for the industry and for the region, then ask them.", today
    return f"{status.owner} asks them, by name.", today


def _asked(today: date, status: ChampionStatus) -> tuple[str, date | None]:
    asked = status.asked_on or status.talked_on or today
    if (today - asked).days >= GIVE_UP_DAYS:
        return "Think of someone else, and keep this person as a guest.", today
    last = max(asked, status.talked_on or asked)
    who = status.owner or "The relationship owner"
    return f"{who} follows up by phone.", last + timedelta(days=FOLLOW_UP_DAYS)


def _agreed(today: date, status: ChampionStatus) -> tuple[str, date | None]:
    agreed = status.agreed_on or today
    last = max(agreed, status.talked_on or agreed)
    return "Get the letter signed; read it to them on the phone if need be.", last + timedelta(days=SIGN_DAYS)


def _signed(today: date, status: ChampionStatus) -> tuple[str, date | None]:
    if status.launch_on is None:
        return "Tell them the day of the launch as soon as it is set.", (
            status.signed_on or today
        ) + timedelta(days=FOLLOW_UP_DAYS)
    if status.launch_on < today:
        return "Nothing: the launch is held.", None
    talk = status.launch_on - timedelta(days=WELCOME_DAYS)
    if status.talked_on is not None and status.talked_on >= talk:
        return "Nothing: they know what they will say.", None
    return "Talk over the words of welcome.", talk


def _declined(today: date, status: ChampionStatus) -> tuple[str, date | None]:
    return "Nothing: the no stands. They may come as a guest.", None


_NEXT = {
    ChampionStage.PROSPECT: _prospect,
    ChampionStage.ASKED: _asked,
    ChampionStage.AGREED: _agreed,
    ChampionStage.SIGNED: _signed,
    ChampionStage.HOSTING: _signed,
    ChampionStage.DECLINED: _declined,
}
