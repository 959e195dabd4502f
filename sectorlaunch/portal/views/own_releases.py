"""What somebody has to release on their own page: letters in their name, or that leave on their word."""

from dataclasses import dataclass

from languages import Language
from sectorlaunch.records import people as people_records
from sectorlaunch.records import release_status, releases
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.release_status import Standing
from sectorlaunch.tables import Person


@dataclass(frozen=True)
class ToRelease:
    """One press: a letter to one person, or one that goes to several at once."""

    key: str
    title: str
    reader: Person
    """Whom it goes to; of several, the one it is shown for."""
    company: str
    count: int
    one_by_one: bool
    own_sentence: bool

    @property
    def form(self) -> str:
        return f"release-{self.key}-{self.reader.id}"


def of_person(launch: Launch, person_id: int, language: Language) -> list[ToRelease]:
    """What waits for this person and for nothing else, in the order of the playbook."""
    found = []
    for standing in release_status.that_ask(launch):
        found += _mine(launch, standing, person_id, language)
    return found


def _mine(launch: Launch, standing: Standing, person_id: int, language: Language) -> list[ToRelease]:
    touch = standing.what.touch
    assert touch.release is not None
    session, partnership_id = launch.session, launch.partnership_id

    def may(person: Person | None) -> bool:
        return person_id in {one.id for one in releases.who_may(session, partnership_id, touch, person)}

    if touch.release.each:
        readers = [person for person in standing.waiting if may(person)]
    else:
        readers = standing.waiting if may(None) else []
    asked = [one for one in readers if releases.is_asked(session, launch.run_id, touch, one)]
    readers = [one for one in readers if one not in asked]
    if not touch.release.each:
        readers = readers[:1] if not asked else []
    return [
        ToRelease(
            key=touch.key,
            title=releases.find(launch.translation(language).playbook, touch.key).touch.title,
            reader=reader,
            company=people_records.organization_name(session, reader),
            count=1 if touch.release.each else len(standing.waiting),
            one_by_one=touch.release.each,
            own_sentence=touch.release.own_sentence,
        )
        for reader in readers
    ]
