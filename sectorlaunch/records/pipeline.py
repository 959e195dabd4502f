"""The champion pipeline as the team sees it: who stands where, how well they fit, and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime

from sectorlaunch.records import champions, contact_log, dates, people
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import champion_moves
from sectorlaunch.rules.champion_moves import ChampionStatus
from sectorlaunch.tables import Champion, ChampionStage, ContactNote, Person


@dataclass(frozen=True)
class OnPipeline:
    """One champion. `next_on` is the day by which the next move is due; None when nothing is."""

    person_id: int
    name: str
    organization: str
    stage: ChampionStage
    owner_id: int | None
    owner: str
    decides: bool
    cares_for_industry: bool
    cares_for_region: bool
    last_contact: str
    next_move: str
    next_on: date | None


def pipeline(launch: Launch) -> list[OnPipeline]:
    """Everyone on the pipeline; whose next move is due first comes first, those with none last."""
    notes = contact_log.of_partnership(launch.session, launch.partnership_id)
    listed = [
        _line(launch, champion, person, notes.get(champion.person_id, []))
        for champion, person in champions.at_stages(launch.session, launch.partnership_id, ChampionStage)
    ]
    return sorted(listed, key=lambda one: (one.next_on is None, one.next_on or date.max, one.name))


def fit_words(person: Person, champion: Champion) -> str:
    known = (
        ("decides", person.decides),
        ("cares for the industry", champion.cares_for_industry),
        ("cares for the region", champion.cares_for_region),
    )
    return ", ".join(words for words, holds in known if holds) or "none of the three is known"


def _line(launch: Launch, champion: Champion, person: Person, notes: list[ContactNote]) -> OnPipeline:
    owner = launch.session.get_one(Person, champion.owner_id).name if champion.owner_id is not None else ""

    def day(moment: datetime | None) -> date | None:
        return launch.on(moment) if moment is not None else None

    status = ChampionStatus(
        stage=champion.stage,
        decides=person.decides,
        cares_for_industry=champion.cares_for_industry,
        cares_for_region=champion.cares_for_region,
        owner=owner,
        asked_on=day(champion.asked_at),
        agreed_on=day(champion.agreed_at),
        signed_on=day(champion.signed_at),
        talked_on=notes[-1].happened_on if notes else None,
        launch_on=dates.launch_date(launch.session, launch.partnership),
    )
    move = champion_moves.next_move(launch.today, status, launch.calendar)
    return OnPipeline(
        person_id=champion.person_id,
        name=person.name,
        organization=people.organization_name(launch.session, person),
        stage=champion.stage,
        owner_id=champion.owner_id,
        owner=owner,
        decides=person.decides,
        cares_for_industry=champion.cares_for_industry,
        cares_for_region=champion.cares_for_region,
        last_contact=f"{notes[-1].happened_on}: {notes[-1].words}" if notes else "",
        next_move=move.what,
        next_on=move.on,
    )
