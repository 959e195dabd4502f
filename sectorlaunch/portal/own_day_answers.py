"""What guests of the launch say on their own page while it is on. Each returns the word of the notice shown afterward."""

from sqlmodel import select

from sectorlaunch.actions import dots, outcomes, priorities
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal import form_values
from sectorlaunch.portal.views.own_day import OwnDay
from sectorlaunch.portal.views.personal import PersonalPage
from sectorlaunch.tables import Commitment, CommitmentState, Interest


def place_dots(me: PersonalPage, form: dict[str, str]) -> str:
    """Where their dots are; those that are not ticked are taken away."""
    day = _day(me)
    on = form_values.rows_ticked(form, "dot-")
    dots.place(*me.launch.here, day.meeting.pk, me.person, on, by=me.by)
    return "dots"


def say_interest(me: PersonalPage, form: dict[str, str]) -> str:
    """What they want to go on with, of each that was chosen; and a promise, where they make one."""
    day = _day(me)
    if not day.chosen:
        raise BadInput("Nothing is chosen yet.")
    for priority in day.chosen:
        said = form.get(f"interest-{priority.pk}")
        if said is not None:
            interest = form_values.perhaps(Interest, said)
            priorities.say_interest(*me.launch.here, priority, me.person, interest, by=me.by)
    if form.get("words", "").strip():
        _promise(me, form)
    return "how-one-goes-on"


def _promise(me: PersonalPage, form: dict[str, str]) -> None:
    words, on = form["words"].strip()[:1000], form_values.day(form.get("on", ""))
    if on is None:
        raise BadInput("Say by when; a promise without a day is soon forgotten.")
    if on <= me.launch.today:
        raise BadInput("Choose a day in the future by which it will be done.")
    known = select(Commitment).where(
        Commitment.owner_id == me.person.id,
        Commitment.what == words,
        Commitment.due_on == on,
        Commitment.state == CommitmentState.OPEN,
    )
    if me.launch.session.exec(known).first() is None:
        outcomes.commit_to(*me.launch.here, words, me.person, on, by=me.by)


def _day(me: PersonalPage) -> OwnDay:
    if me.day is None:
        raise NotFound("The launch is over, or not near yet.")
    return me.day
