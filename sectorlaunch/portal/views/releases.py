"""What waits to be released, as the page shows it: to whom, by whom, when, and the letter as it lands."""

from dataclasses import dataclass

from playbooks.model import TwoFor
from sectorlaunch.outbox import channel_limits
from sectorlaunch.records import people as people_records
from sectorlaunch.records import release_status, releases, second_yes, waves
from sectorlaunch.records.delivery import LETTER_TAG
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.release_status import Standing
from sectorlaunch.records.second_yes import Asked
from sectorlaunch.tables import Person


@dataclass(frozen=True)
class Reader:
    """Somebody it goes to. `owner` may release it to them; `sentence` is what was written to them."""

    person: Person
    company: str
    owner: str
    is_mine: bool
    sentence: str = ""


@dataclass(frozen=True)
class ReleasePage:
    key: str
    title: str
    gate: str
    """The title of the gate that asks for it; empty where none does."""
    gate_key: str
    when: str
    waiting: list[Reader]
    let_go: list[Reader]
    written: int
    by: list[str]
    is_mine: bool
    """Whether the reader of the page may release any of it."""
    asks_now: bool
    one_by_one: bool
    own_sentence: bool
    has_waves: bool
    """Whether guests are parted into two waves, and both wait."""
    given: list[str]
    asked: list[Asked]
    """What waits for a second yes."""
    two: bool
    """Whether the playbook wants two people for a release."""
    pace: str
    """How long they take to leave, where the mail server takes so many a minute."""

    @property
    def is_complete(self) -> bool:
        return not self.waiting and bool(self.let_go or self.written)


def page(launch: Launch, touch_key: str, viewer_id: int | None) -> ReleasePage:
    """Raises NotFound for nothing to release."""
    return _page(launch, release_status.stands(launch, releases.find(launch.playbook, touch_key)), viewer_id)


def pages(launch: Launch, viewer_id: int | None) -> list[ReleasePage]:
    """Everything the playbook has released first, in its order."""
    return [_page(launch, standing, viewer_id) for standing in release_status.all_of(launch)]


def _page(launch: Launch, standing: Standing, viewer_id: int | None) -> ReleasePage:
    what = standing.what
    assert what.touch.release is not None
    second = waves.second(launch.session, launch.partnership_id) if waves.follows(what.touch) else set()
    in_waves = {person.id in second for person in standing.waiting}
    return ReleasePage(
        key=what.touch.key,
        title=what.touch.title,
        gate=what.gate.title if what.gate else "",
        gate_key=what.gate.key if what.gate else "",
        when=_when(standing),
        waiting=[_reader(launch, standing, person, viewer_id) for person in standing.waiting],
        let_go=[_reader(launch, standing, person, viewer_id) for person in standing.let_go],
        written=standing.written,
        by=[person.name for person in standing.by],
        is_mine=viewer_id in {person.id for person in standing.by},
        asks_now=standing.asks_now,
        one_by_one=what.touch.release.each,
        own_sentence=what.touch.release.own_sentence,
        has_waves=len(in_waves) > 1,
        given=_given(launch, standing),
        asked=second_yes.of_touch(launch, what.touch.key),
        two=second_yes.wants_two(launch, TwoFor.RELEASE),
        pace=channel_limits.how_long(launch.session, LETTER_TAG, len(standing.waiting)),
    )


def _reader(launch: Launch, standing: Standing, person: Person, viewer_id: int | None) -> Reader:
    touch = standing.what.touch
    may = releases.who_may(launch.session, launch.partnership_id, touch, person)
    row = releases.lets_go(launch.session, launch.run_id, touch, person)
    return Reader(
        person=person,
        company=people_records.organization_name(launch.session, person),
        owner=may[0].name if may else "",
        is_mine=viewer_id in {one.id for one in may},
        sentence=row.sentence if row is not None else "",
    )


def _when(standing: Standing) -> str:
    if standing.what.gate is None:
        return "No gate waits for it. Without a release it lapses with its date."
    if standing.asks_now:
        return "Everything else is settled: it leaves in the next office hours once it is released."
    return (
        f"It leaves once “{standing.what.gate.title}” has nothing else open. "
        "You may release it now: then it goes by itself on that day."
    )


def _given(launch: Launch, standing: Standing) -> list[str]:
    """Who released what, in sentences, oldest first."""
    said = []
    for row in releases.standing(launch.session, launch.run_id, standing.what.touch.key):
        by = launch.session.get_one(Person, row.given_by_id).name
        whom = "everyone" if row.wave is None else f"wave {row.wave}"
        if row.person_id is not None:
            whom = launch.session.get_one(Person, row.person_id).name
        agreed = launch.session.get_one(Person, row.agreed_by_id).name if row.agreed_by_id else ""
        said.append(f"{by} released it to {whom}." + (f" {agreed} agreed." if agreed else ""))
    return said
