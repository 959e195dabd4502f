"""The champion pipeline: prospect, asked, agreed, signed, hosting, declined; each move dated."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch import events
from sectorlaunch.actions import letter
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import champions, partnerships, pipeline
from sectorlaunch.tables import Champion, ChampionMove, ChampionStage, Person


def propose(
    session: Session, now: datetime, run_id: int, person: Person, owner: Person | None, by: str
) -> Champion:
    """Puts a person on the pipeline as a prospect; once there, only the relationship owner is changed.

    Once the others have been asked, the letter to a prospect with an owner goes at once, in the owner's name; where the
    playbook has it released, it waits for the owner.
    """
    partnership = partnerships.partnership_of(session, run_id)
    champion = champions.champion_of(session, partnership.pk, person.pk)
    if champion is None:
        champion = Champion(partnership_id=partnership.pk, person_id=person.pk)
        events.record(
            session,
            now,
            run_id,
            by,
            EventKind.CHAMPION_PROPOSED,
            f"{person.name} is a prospect for champion.",
        )
    if owner is not None:
        champion.owner_id = owner.id
    session.add(champion)
    session.flush()
    if owner is not None:
        events.touch(session, run_id, EventKind.CHAMPION_OWNER_NAMED)
    return champion


def move(
    session: Session,
    now: datetime,
    run_id: int,
    person: Person,
    stage: ChampionStage,
    *,
    by: str,
    note: str = "",
    promise: str = "",
) -> Champion:
    """Moves a champion on the pipeline. Raises NotFound for a person who is not on it. Repeating a move changes nothing.

    "Asked" never takes back an answer: a champion who has agreed or declined stays where they are. "Signed" puts their
    name under the letter's current words; whoever steps back after that stands under no letter that has not left.
    """
    partnership = partnerships.partnership_of(session, run_id)
    champion = champions.champion_of(session, partnership.pk, person.pk)
    if champion is None:
        raise NotFound(
            "%(name)s is not on the champion pipeline of %(partnership)s.",
            name=person.name,
            partnership=partnership.name,
        )
    answered = champion.stage not in (ChampionStage.PROSPECT, ChampionStage.ASKED)
    if champion.stage is stage or (stage is ChampionStage.ASKED and answered):
        return champion
    champion.stage = stage
    if stage is not ChampionStage.PROSPECT and champion.asked_at is None:
        champion.asked_at = now
    if stage is ChampionStage.PROSPECT:
        champion.asked_at = None
    if stage in champions.COMMITTED and champion.agreed_at is None:
        champion.agreed_at = now
    if stage is ChampionStage.SIGNED:
        letter.put_name_under(session, now, run_id, champion, person, by=by)
    if promise:
        champion.promise = promise
    session.add(champion)
    session.add(ChampionMove(champion_id=champion.pk, stage=stage, moved_at=now, note=note))
    words = f"{person.name}: {stage.value}." + (f" {note}" if note else "")
    data = {"stage": stage.value, "person_id": person.pk, "had_signed": champion.signed_at is not None}
    events.record(session, now, run_id, by, EventKind.CHAMPION_MOVED, words, **data)
    if stage is ChampionStage.DECLINED:
        champion.signed_at = None
        session.add(champion)
    session.flush()
    return champion


def wish_digest(
    session: Session, now: datetime, run_id: int, person: Person, wanted: bool, *, by: str
) -> Champion:
    """Begins or ends the short note each Monday; asking for it outweighs an earlier wish for no digest at all.

    Raises NotFound for a person who is not on the pipeline.
    """
    partnership = partnerships.partnership_of(session, run_id)
    champion = champions.champion_of(session, partnership.pk, person.pk)
    if champion is None:
        raise NotFound(
            "%(name)s is not on the champion pipeline of %(partnership)s.",
            name=person.name,
            partnership=partnership.name,
        )
    if champion.wants_digest is wanted:
        return champion
    champion.wants_digest = wanted
    person.wants_digest = person.wants_digest or wanted
    session.add_all([champion, person])
    said = f"{person.name} {'gets' if wanted else 'no longer gets'} the short note for champions each Monday."
    events.record(session, now, run_id, by, EventKind.WISHES_CHANGED, said, person_id=person.id)
    session.flush()
    return champion


def note_fit(
    session: Session,
    now: datetime,
    run_id: int,
    person: Person,
    *,
    decides: bool | None = None,
    cares_for_industry: bool | None = None,
    cares_for_region: bool | None = None,
    by: str,
) -> Champion:
    """Notes how well somebody fits as a champion (S2 slide 20). None leaves as it is.

    Raises NotFound for a person who is not on the pipeline, and BadInput when nothing is said.
    """
    partnership = partnerships.partnership_of(session, run_id)
    champion = champions.champion_of(session, partnership.pk, person.pk)
    if champion is None:
        raise NotFound(
            "%(name)s is not on the champion pipeline of %(partnership)s.",
            name=person.name,
            partnership=partnership.name,
        )
    if decides is cares_for_industry is cares_for_region is None:
        raise BadInput(
            "Say what you know: whether they can decide, care about the industry, and care about the region."
        )
    if decides is not None:
        person.decides = decides
    if cares_for_industry is not None:
        champion.cares_for_industry = cares_for_industry
    if cares_for_region is not None:
        champion.cares_for_region = cares_for_region
    session.add_all([person, champion])
    words = f"{person.name} as a champion: {pipeline.fit_words(person, champion)}."
    events.record(session, now, run_id, by, EventKind.FIT_NOTED, words, person_id=person.pk)
    return champion
