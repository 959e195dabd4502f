"""What people do about a touch that waits for them: let it go, for everyone, a wave or some, and take that back."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from playbooks.model import Touch, TwoFor
from sectorlaunch import events, wording
from sectorlaunch.errors import BadInput, NotAllowed
from sectorlaunch.events import EventKind
from sectorlaunch.records import people, release_status, releases
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.release_status import Standing
from sectorlaunch.tables import Person, TouchRelease

LONGEST_SENTENCE = 600
"""Characters; about four lines on a phone."""


def give(
    session: Session,
    now: datetime,
    run_id: int,
    touch_key: str,
    *,
    by: Person,
    to: Collection[int] | None = None,
    wave: int | None = None,
    sentence: str = "",
) -> str:
    """Lets a touch go: to the people of `to`, to a wave (1 or 2), or to everyone; says so in a sentence.

    It may be given before its gate asks. Where the playbook wants two for it, it waits for a second yes. Raises NotFound for nothing to release and for somebody of another list,
    NotAllowed for somebody whose release it is not, BadInput for people it does not go to, a sentence too long, or one
    for several people.
    """
    launch = Launch.of(session, now, run_id)
    what = releases.find(launch.playbook, touch_key)
    stands = release_status.stands(launch, what)
    _check(launch, stands, by, to, wave, sentence.strip())
    waits = TwoFor.RELEASE in launch.playbook.two_for
    rows: list[int | None] = [None] if to is None else [*sorted(to)]
    for person_id in rows:
        session.add(
            TouchRelease(
                run_id=run_id,
                step_key=what.step_key,
                touch_key=touch_key,
                person_id=person_id,
                wave=wave,
                sentence=sentence.strip(),
                given_by_id=by.pk,
                given_at=now,
                waits=waits,
            )
        )
    session.flush()
    if waits:
        said = (
            f"{what.touch.title} is to be released {_whom(session, to, wave)}, once another convener agrees."
        )
        events.record(session, now, run_id, by.name, EventKind.RELEASE_ASKED, said, touch=touch_key)
        return said
    said = f"{what.touch.title} is released {_whom(session, to, wave)}."
    events.record(session, now, run_id, by.name, EventKind.RELEASED, said, touch=touch_key)
    return said


def take_back(
    session: Session, now: datetime, run_id: int, touch_key: str, *, by: Person, to: int | None = None
) -> str:
    """Takes releases of a touch back: those to one person, or all of them. What has left has left.

    Raises NotFound for nothing to release, NotAllowed for somebody whose release it is not, or where none stands.
    """
    launch = Launch.of(session, now, run_id)
    what = releases.find(launch.playbook, touch_key)
    given = releases.standing(session, run_id, touch_key)
    back = [row for row in given if to is None or row.person_id == to]
    if not back:
        raise NotAllowed("There is no release to undo.")
    for row in back:
        person = session.get_one(Person, row.person_id) if row.person_id is not None else None
        _check_it_is_theirs(launch, what.touch, by, person)
        row.taken_back_at, row.taken_back_by = now, by.name
        session.add(row)
    session.flush()
    said = (
        f"{what.touch.title}: the release {_whom(session, None if to is None else {to}, None)} is taken back."
    )
    events.record(session, now, run_id, by.name, EventKind.RELEASE_TAKEN_BACK, said, touch=touch_key)
    return said


def _check(
    launch: Launch,
    stands: Standing,
    by: Person,
    to: Collection[int] | None,
    wave: int | None,
    sentence: str,
) -> None:
    touch = stands.what.touch
    assert touch.release is not None
    if touch.release.each and (to is None or wave is not None):
        raise BadInput("%(what)s is released one at a time; choose who gets it.", what=touch.title)
    if to is not None and wave is not None:
        raise BadInput("Release it to some people, or to a wave; not to both at once.")
    if wave not in (None, releases.ONE, releases.TWO):
        raise BadInput("There are two waves, 1 and 2.")
    if to is not None and not to:
        raise BadInput("Choose at least one person to release it to.")
    if sentence and not touch.release.own_sentence:
        raise BadInput("%(what)s has no room for a sentence of your own.", what=touch.title)
    if len(sentence) > LONGEST_SENTENCE:
        raise BadInput(
            "Your text has %(count)s characters; shorten it to %(most)s.",
            count=len(sentence),
            most=LONGEST_SENTENCE,
        )
    reached = {person.pk: person for person in (*stands.waiting, *stands.let_go)}
    for person_id in to or ():
        person = people.of_partnership(launch.session, launch.partnership_id, person_id)
        if releases.is_asked(launch.session, launch.run_id, touch, person):
            raise BadInput(
                "It was asked already whether %(what)s may go to %(name)s.",
                what=touch.title,
                name=person.name,
            )
        if person_id not in reached:
            raise BadInput(
                "%(what)s does not go to %(name)s now, or has gone to them already.",
                what=touch.title,
                name=person.name,
            )
        _check_it_is_theirs(launch, touch, by, person)
    if to is None:
        _check_it_is_theirs(launch, touch, by, None)


def _check_it_is_theirs(launch: Launch, touch: Touch, by: Person, to: Person | None) -> None:
    may = releases.who_may(launch.session, launch.partnership_id, touch, to)
    if by.pk not in {person.pk for person in may}:
        names = wording.listing([person.name for person in may]) or "nobody yet"
        raise NotAllowed(
            "%(what)s is for %(names)s to release, not for %(name)s.",
            what=touch.title,
            names=names,
            name=by.name,
        )


def _whom(session: Session, to: Collection[int] | None, wave: int | None) -> str:
    if to is None:
        return f"to wave {wave}" if wave is not None else "to everyone it goes to"
    names = [session.get_one(Person, person_id).name for person_id in sorted(to)]
    return f"to {wording.listing(names)}" if len(names) <= 3 else f"to {len(names)} people"
