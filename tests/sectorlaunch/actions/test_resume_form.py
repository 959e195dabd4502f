"""What a Resume form of the Prefect UI brings counts for whoever it names, and for nobody else."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from sectorlaunch import database
from sectorlaunch.actions import answers
from sectorlaunch.portal.views import checklist
from sectorlaunch.records import answers as given_answers
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import Answer, Person
from tasks.gate_form import form_for
from tests import cast
from tests.cast import Launch

GATE = "shared-table"
ASKED = "Cora Venner, Edda Teach, Enid Grow, Lars Union, and Will Work"


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return cast.begin(engine, tmp_path)


def send(launch: Launch, form: dict[str, str], key: str = "shared-table-0") -> list[str]:
    step = launch.step("build-support-team")
    return launch.do(
        lambda session, now: answers.record_form(session, now, step.pk, GATE, "a-run", key, form)
    )


def recorded(launch: Launch) -> list[tuple[str, str]]:
    with database.reading(launch.engine) as session:
        rows = session.exec(select(Person.name, Answer.verdict).where(Answer.person_id == Person.id))
        return [(name, verdict.value) for name, verdict in rows]


def test_it_records_an_answer_of_somebody_who_is_asked(launch: Launch) -> None:
    said = send(launch, {"your_name": "Edda Teach", "shared_view": "done"})
    assert recorded(launch) == [("Edda Teach", "done")]
    assert said[0].startswith("Edda Teach answered")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Edda Tesch", "nobody who is asked here is called “Edda Tesch”"),
        ("Champ One", "nobody who is asked here is called “Champ One”"),
        ("choose your name", "it bears no name"),
        ("  ", "it bears no name"),
    ],
)
def test_it_records_nothing_in_the_name_of_another(launch: Launch, name: str, why: str) -> None:
    said = send(launch, {"your_name": name, "shared_view": "done"})
    assert said == [f"Nothing of the form was recorded: {why}. Those who are asked: {ASKED}."]
    assert recorded(launch) == []


def test_it_says_nothing_of_a_form_in_which_nothing_was_answered(launch: Launch) -> None:
    assert send(launch, {"your_name": "nobody at all", "shared_view": "leave as it is"}) == []


def test_it_tells_two_who_share_a_name_by_their_addresses(launch: Launch) -> None:
    def rename(session: Session, _now: object) -> None:
        will = session.get_one(Person, launch.person(session, "Will Work"))
        will.name = "Edda Teach"
        session.add(will)

    launch.do(rename)
    with database.reading(launch.engine) as session:
        names = list(given_answers.asked_at(session, launch.run_id, GATE))
    assert {"Edda Teach (edda@example.org)", "Edda Teach (will@example.org)"} < set(names)
    send(launch, {"your_name": "Edda Teach", "shared_view": "done"})
    assert recorded(launch) == []


def test_it_counts_what_the_portal_counts(launch: Launch) -> None:
    with database.reading(launch.engine) as session:
        at_hand = LaunchAtHand.of(session, launch.now, launch.run_id)
        rules = [rule for step in at_hand.playbook.steps for rule in step.gates]
        pages = [checklist.gate(at_hand, rule.key) for rule in rules]
    for rule, page in zip(rules, pages, strict=True):
        heading = form_for(launch.status(rule.key), rule, ["Cora Venner"], "", [])._description or ""
        assert f"Settled: {page.settled} of {len(page.counting)}." in heading
