"""The champion pipeline: who is on it, and how far each has come."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from sectorlaunch.query_cache import cached
from sectorlaunch.tables import Champion, ChampionStage, Person

COMMITTED = (ChampionStage.AGREED, ChampionStage.SIGNED, ChampionStage.HOSTING)


def at_stages(
    session: Session, partnership_id: int, stages: Iterable[ChampionStage]
) -> list[tuple[Champion, Person]]:
    """Those of the pipeline at one of the stages, in the order they were put on it."""

    def read() -> list[tuple[Champion, Person]]:
        return list(
            session.exec(
                select(Champion, Person)
                .join(Person, col(Champion.person_id) == col(Person.id))
                .where(Champion.partnership_id == partnership_id, col(Person.anonymized_at).is_(None))
                .order_by(col(Champion.id))
            )
        )

    wanted = frozenset(stages)
    everyone = cached(session, (Champion, Person), ("champions", partnership_id), read)
    return [(champion, person) for champion, person in everyone if champion.stage in wanted]


def champion_of(session: Session, partnership_id: int, person_id: int) -> Champion | None:
    """The place of a person on the pipeline, whoever they are by now; None for someone who is not on it."""

    def read() -> dict[int, Champion]:
        found = session.exec(select(Champion).where(Champion.partnership_id == partnership_id))
        return {champion.person_id: champion for champion in found}

    return cached(session, (Champion,), ("pipeline", partnership_id), read).get(person_id)
