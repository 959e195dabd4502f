"""The pipeline with fit, talks noted by hand, and the next move."""

from datetime import date

import pytest
from sqlmodel import Session

from sectorlaunch.actions import champions, contact_log
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.records import partnerships, people_list, pipeline
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.status import timeline
from sectorlaunch.tables import ContactKind, Person
from tests.cast import Launch

ONE = "Champ One"


def lines(launch: Launch) -> dict[str, pipeline.OnPipeline]:
    with Session(launch.engine) as session:
        partnerships.partnership_of(session, launch.run_id)
        return {
            one.name: one for one in pipeline.pipeline(LaunchAtHand.of(session, launch.now, launch.run_id))
        }


def note(launch: Launch, words: str, on: date) -> None:
    launch.do(
        lambda session, now: contact_log.add(
            session,
            now,
            launch.run_id,
            session.get_one(Person, launch.person(session, ONE)),
            ContactKind.CALL,
            words,
            on=on,
            by="Edda Teach",
        )
    )


def note_fit(launch: Launch, name: str, **known: bool) -> None:
    launch.do(
        lambda session, now: champions.note_fit(
            session,
            now,
            launch.run_id,
            session.get_one(Person, launch.person(session, name)),
            by="Cora Venner",
            **known,
        )
    )


def test_it_notes_how_well_a_champion_fits(launch: Launch) -> None:
    assert lines(launch)[ONE].next_move.startswith("Ask around")
    note_fit(launch, ONE, cares_for_industry=True, cares_for_region=True)
    assert lines(launch)[ONE].next_move == "Edda Teach asks them, by name."


def test_it_knows_no_fit_of_somebody_who_is_not_on_the_pipeline(launch: Launch) -> None:
    with pytest.raises(NotFound, match="not on the champion pipeline"):
        note_fit(launch, "Biz Alder", decides=True)


def test_it_shows_a_talk_in_the_list_on_the_timeline_and_on_the_pipeline(launch: Launch) -> None:
    note(launch, "Talked on the phone", date(2026, 2, 27))
    with Session(launch.engine) as session:
        partnership = partnerships.partnership_of(session, launch.run_id)
        (person,) = [p for p in people_list.list_people(session, partnership.slug) if p.name == ONE]
        said = [
            e
            for e in timeline.timeline(LaunchAtHand.of(session, launch.now, launch.run_id))
            if e.kind == "contact"
        ]
    assert [(talk.kind, talk.words) for talk in person.notes] == [("call", "Talked on the phone")]
    assert [(e.on, e.what) for e in said] == [(date(2026, 2, 27), "Champ One: Talked on the phone")]
    assert lines(launch)[ONE].last_contact == "2026-02-27: Talked on the phone"


def test_it_wants_words_for_a_talk(launch: Launch) -> None:
    with pytest.raises(BadInput):
        note(launch, "  ", date(2026, 2, 27))
