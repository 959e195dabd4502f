"""The invitation in two waves: who is written to first, when the others follow, and what counts from that.

A wave is a second occurrence of the playbook's touches: of the letter itself, and of every reminder that stops at the
answer. It comes as much later as its own letter did, so that nobody is reminded of a letter they have just had.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session, col, select

from notifications.rendering import traits
from playbooks.model import Anchor, Stop, Touch
from playbooks.wording import day_in_words
from sectorlaunch import wording
from sectorlaunch.query_cache import cached
from sectorlaunch.records import dates, invitations, meetings, playbook_editions
from sectorlaunch.records.about import About
from sectorlaunch.records.dates import Occurrence
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import AboutKind, Invitation, Person, PlannedTouch, TouchState

SECOND = About(AboutKind.WAVE, 2)
TO_GUESTS = frozenset({"guests", "other-guests", "business-guests", "public-guests"})
DAYS, BY_FUNNEL, ENDS = "second_wave_days", "second_wave_by_funnel", "ladder_ends_days"
USUAL = {DAYS: 7, BY_FUNNEL: 0, ENDS: 7}
"""For playbooks that were written before these numbers were there."""


def follows(touch: Touch) -> bool:
    """Whether a touch is the letter itself, or a reminder of it: these have a second wave."""
    if touch.when.anchor is Anchor.ANSWER_DUE:
        return False  # it comes when the answer to one's own letter is due
    return touch.to in TO_GUESTS and (traits(touch.kind).invites or touch.stop is Stop.REPLIED)


def number(launch: Launch, name: str) -> int:
    """A number of the waves: the partnership's own, else the playbook's."""
    return launch.number(name, USUAL[name])


def second(session: Session, partnership_id: int) -> set[int]:
    """The people of the second wave; nobody while everyone is written to at once."""
    launch = meetings.launch_meeting(session, partnership_id)
    if launch is None or launch.id is None:
        return set()
    launch_id = launch.id

    def read() -> set[int]:
        return {place.person_id for place, _ in invitations.invited(session, launch_id) if place.wave > 1}

    return cached(session, (Invitation, Person), ("second wave", launch_id), read)


def belongs(session: Session, partnership_id: int, touch: Touch, about: About, person: Person) -> bool:
    """Whether this occurrence of a touch is the one of the person's own wave."""
    if not follows(touch):
        return True
    return (person.id in second(session, partnership_id)) is (about == SECOND)


def later(launch: Launch, touch: Touch, occurrence: Occurrence) -> Iterator[Occurrence]:
    """The occurrence of a touch for the second wave; none while everyone is written to at once."""
    if not follows(touch) or not second(launch.session, launch.partnership_id):
        return
    first_on, second_on = _leaves_on(launch, occurrence.on)
    if traits(touch.kind).invites:
        yield Occurrence(SECOND, second_on)
        return
    on = occurrence.on + (second_on - first_on)
    launch_on = dates.launch_date(launch.session, launch.partnership)
    if launch_on is not None:
        latest = launch_on - timedelta(days=touch.when.days + number(launch, ENDS))
        on = max(min(on, latest), occurrence.on)
    yield Occurrence(SECOND, on)


def leaves_on(launch: Launch) -> date | None:
    """The day the second wave is to leave, in the partnership's zone; None without one, or once it has left."""
    session, today = launch.session, launch.today
    if not second(session, launch.partnership_id) or has_left(letter(session, launch.run_id, SECOND)):
        return None
    return max(_leaves_on(launch, today)[1], today)


def waits_for_the_first(session: Session, run_id: int, touch: Touch, about: About) -> str:
    """Why something for the second wave must not happen yet, in a sentence; empty when it may."""
    if about != SECOND or not follows(touch):
        return ""
    if traits(touch.kind).invites:
        return "" if has_left(letter(session, run_id)) else "The first wave has not left yet."
    return "" if has_left(letter(session, run_id, SECOND)) else "The second wave has not left yet."


def rule_words(launch: Launch) -> str:
    """The rule in a sentence."""
    after = number(launch, DAYS)
    said = f"The second wave leaves {after} {'day' if after == 1 else 'days'} after the first"
    if number(launch, BY_FUNNEL):
        return f"{said}, or as soon as the first will not fill the room."
    return f"{said}."


def words(launch: Launch) -> str:
    """How the waves stand, in sentences; empty while everyone is written to at once."""
    waiting = len(second(launch.session, launch.partnership_id))
    if not waiting:
        return ""
    planned = letter(launch.session, launch.run_id, SECOND)
    if planned is not None and planned.state is TouchState.DONE and planned.settled_at is not None:
        on = wording.short_day(launch.on(planned.settled_at))
        return f"The second wave of {guests_in_words(waiting)} left on {on}."
    on_day = leaves_on(launch)
    said = f"{guests_in_words(waiting)} {'waits' if waiting == 1 else 'wait'} in the second wave"
    when = f", which leaves on {day_in_words(on_day)} as things stand" if on_day is not None else ""
    return f"{said}{when}. {rule_words(launch)}"


def _leaves_on(launch: Launch, otherwise: date) -> tuple[date, date]:
    """The days of the first letter and of the second wave's: when they left, or are to leave."""
    first, then = (letter(launch.session, launch.run_id, about) for about in (None, SECOND))
    if first is None:
        first_on = max(otherwise, launch.today)
    elif first.state is TouchState.DONE and first.settled_at is not None:
        first_on = launch.on(first.settled_at)
    else:
        first_on = max(first.anchor_on, launch.today)
    if then is not None and then.state is TouchState.DONE and then.settled_at is not None:
        return first_on, launch.on(then.settled_at)
    return first_on, first_on + timedelta(days=number(launch, DAYS))


def letter(session: Session, run_id: int, about: About | None = None) -> PlannedTouch | None:
    """The planned letter itself: of the first wave, or of the one `about` names."""
    playbook = playbook_editions.of_run(session, run_id)
    keys = {(s.key, t.key) for s, _, t in playbook.touches() if traits(t.kind).invites and follows(t)}
    rows = session.exec(
        select(PlannedTouch).where(
            PlannedTouch.run_id == run_id, col(PlannedTouch.touch_key).in_([key for _, key in keys])
        )
    )
    return next(
        (
            row
            for row in rows
            if (row.step_key, row.touch_key) in keys
            and (About.of(row) == about if about else About.of(row) != SECOND)
        ),
        None,
    )


def has_left(planned: PlannedTouch | None) -> bool:
    return planned is not None and planned.state is TouchState.DONE


def guests_in_words(count: int) -> str:
    return "one guest" if count == 1 else f"{count} guests"
