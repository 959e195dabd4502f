"""Step 2: data, other efforts, sector and footprint; and the champions of step 3."""

from sqlmodel import col, select

from playbooks.facts import ChampionFacts, Count, Flag, ScopeFacts
from playbooks.wording import english_list
from sectorlaunch.facts.fact_reader import FactReader, counted, day, reads
from sectorlaunch.records import champions, footprints, letter
from sectorlaunch.records import people as people_records
from sectorlaunch.tables import (
    AboutKind,
    Champion,
    ChampionStage,
    FootprintStatement,
    LaborData,
    LetterRevision,
    OtherEffort,
    Person,
    PlannedTouch,
    Signature,
    TouchState,
)


@reads(FootprintStatement, LaborData, OtherEffort)
def facts(reader: FactReader) -> ScopeFacts:
    partnership = reader.partnership
    efforts = reader.session.exec(
        select(OtherEffort)
        .where(OtherEffort.partnership_id == reader.partnership_id)
        .order_by(col(OtherEffort.id))
    ).all()
    named = bool(partnership.industry and partnership.naics)
    return ScopeFacts(
        labor_data_loaded=_labor_data(reader),
        other_efforts=Count(value=len(efforts), names=tuple(effort.name for effort in efforts)),
        sector_named=Flag(
            value=named,
            because=f"{partnership.industry}, NAICS {', '.join(partnership.naics)}."
            if named
            else "No sector is named with its NAICS codes yet.",
        ),
        counties=Count(value=len(partnership.counties), names=tuple(partnership.counties)),
        footprint_stated=_footprint(reader),
    )


def _footprint(reader: FactReader) -> Flag:
    statement = footprints.newest(reader.session, reader.partnership_id)
    if statement is None:
        return Flag(because="Nobody has written down why the region is neither too small nor too large.")
    written = f"written by {statement.written_by} on {day(reader.on(statement.written_at))}"
    if not footprints.holds(statement, reader.partnership):
        earlier = english_list(statement.counties)
        return Flag(because=f"The statement {written} is about {earlier}; the counties have changed since.")
    return Flag(value=True, because=f"Not too small, not too large: {written}.")


def _labor_data(reader: FactReader) -> Flag:
    newest = reader.session.exec(
        select(LaborData)
        .where(LaborData.partnership_id == reader.partnership_id)
        .order_by(col(LaborData.id).desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return Flag(because="No labor-market data is on record yet.")
    return Flag(
        value=True,
        because=f"{newest.source}, {newest.quarter}, loaded on {day(reader.on(newest.loaded_at))}.",
    )


@reads(Champion, LetterRevision, PlannedTouch, Person, Signature)
def champion_facts(reader: FactReader) -> ChampionFacts:
    pipeline = champions.at_stages(reader.session, reader.partnership_id, list(ChampionStage))
    agreed = [p for c, p in pipeline if c.stage in champions.COMMITTED and p.decides]
    signed = [person for _, person in letter.signatures(reader.session, reader.partnership_id)]
    names_under = {person.id for person in signed}
    committed = [(c, p) for c, p in pipeline if c.stage in champions.COMMITTED]
    unsigned = [(c, p) for c, p in committed if p.id not in names_under]
    return ChampionFacts(
        agreed=counted(agreed, _not_yet_agreed(reader, pipeline), _askers(reader, pipeline)),
        signed=counted(
            signed,
            (
                f"{p.name} agreed on {day(reader.on(c.agreed_at))} and has not signed the letter yet."
                for c, p in unsigned
                if c.agreed_at is not None
            ),
            [p.name for _, p in unsigned],
        ),
    )


def _askers(reader: FactReader, pipeline: list[tuple[Champion, Person]]) -> list[str]:
    """The relationship owners of those who have not answered."""
    open_stages = (ChampionStage.PROSPECT, ChampionStage.ASKED)
    owners = dict.fromkeys(
        c.owner_id for c, _ in pipeline if c.stage in open_stages and c.owner_id is not None
    )
    people_records.read_together(reader.session, owners)
    return [reader.session.get_one(Person, owner).name for owner in owners]


def _not_yet_agreed(reader: FactReader, pipeline: list[tuple[Champion, Person]]) -> list[str]:
    asked: dict[tuple[str, str], list[str]] = {}
    follow_ups = _next_follow_ups(reader)
    for champion, person in pipeline:
        if champion.stage is ChampionStage.ASKED and champion.asked_at is not None:
            when = (day(reader.on(champion.asked_at)), follow_ups.get(person.id, ""))
            asked.setdefault(when, []).append(person.name)
    sentences = [_were_asked(names, on, follow_up) for (on, follow_up), names in asked.items()]
    for champion, person in pipeline:
        if champion.stage in champions.COMMITTED and not person.decides:
            sentences.append(
                f"{person.name} has agreed but is not marked as someone who decides for the company."
            )
    prospects = [p.name for c, p in pipeline if c.stage is ChampionStage.PROSPECT]
    if prospects:
        sentences.append(f"Not asked yet: {english_list(prospects)}.")
    return sentences


def _were_asked(names: list[str], on: str, follow_up: str) -> str:
    asked = f"{english_list(names)} {'was' if len(names) == 1 else 'were'} asked on {on}"
    return f"{asked}; the next follow-up is due on {follow_up}." if follow_up else f"{asked}."


def _next_follow_ups(reader: FactReader) -> dict[int | None, str]:
    """The day of the next touch planned for each person, in words."""
    planned = reader.session.exec(
        select(PlannedTouch.about_id, PlannedTouch.due_at)
        .where(
            PlannedTouch.run_id == reader.run_id,
            PlannedTouch.about_kind == AboutKind.PERSON,
            PlannedTouch.state == TouchState.PLANNED,
        )
        .order_by(col(PlannedTouch.due_at).desc())
    )
    return {person_id: day(reader.on(due_at)) for person_id, due_at in planned}
