"""The form of a suspended run: empty input must do, and the schema alone must be able to judge it."""

from pathlib import Path

from prefect.input import RunInput
from sqlalchemy import Engine

from playbooks import loader
from sectorlaunch import database
from sectorlaunch.playbook_vocabulary import vocabulary
from sectorlaunch.records import answers
from tasks.gate_form import form_for
from tests import cast

PAGE = "http://127.0.0.1:8700/partnerships/fernwater#gate-shared-table"


def form(
    engine: Engine, folder: Path, said: tuple[str, ...] = (), gate: str = "shared-table"
) -> type[RunInput]:
    status = cast.begin(engine, folder).status(gate)
    playbook = loader.load(loader.shipped_text("sector-launch"), "sector_launch.yaml", vocabulary())
    with database.reading(engine) as session:
        asked = list(answers.asked_at(session, status.run_id, gate))
    return form_for(status, playbook.step(status.step_key).gate(status.gate_key), asked, PAGE, list(said))


def test_it_takes_an_empty_form_as_no_answer(engine: Engine, tmp_path: Path) -> None:
    filled = form(engine, tmp_path)().model_dump()
    assert filled == {
        "your_name": "choose your name",
        "shared_view": "leave as it is",
        "shared_view_note": "",
    }


def test_it_lets_the_schema_alone_refuse_what_is_not_a_choice(engine: Engine, tmp_path: Path) -> None:
    schema = form(engine, tmp_path).model_json_schema()
    assert schema["properties"]["shared_view"]["enum"] == [
        "leave as it is",
        "done",
        "still open",
        "not relevant",
    ]
    assert "required" not in schema
    assert "$defs" not in schema


def test_it_lets_the_schema_alone_refuse_a_name_nobody_asked_bears(engine: Engine, tmp_path: Path) -> None:
    schema = form(engine, tmp_path).model_json_schema()
    assert schema["properties"]["your_name"]["enum"] == [
        "choose your name",
        "Cora Venner",
        "Edda Teach",
        "Enid Grow",
        "Lars Union",
        "Will Work",
    ]


def test_it_asks_only_what_is_open(engine: Engine, tmp_path: Path) -> None:
    fields = form(engine, tmp_path).model_fields
    assert set(fields) == {"your_name", "shared_view", "shared_view_note"}


def test_it_is_headed_by_what_is_missing_and_the_way_to_our_page(engine: Engine, tmp_path: Path) -> None:
    heading = form(engine, tmp_path)._description or ""
    assert heading.startswith("## One shared table\n")
    assert "Settled: 1 of 2. Still open:" in heading, "a question that only warns does not count"
    assert "\n- Do you see this partnership as the one table" in heading
    assert "have not answered yet" in heading
    assert heading.index(PAGE) < heading.index("Do you see"), "the Prefect UI cuts off what comes last"


def test_it_shows_the_way_to_our_page_where_the_heading_has_no_room(engine: Engine, tmp_path: Path) -> None:
    assert PAGE in str(form(engine, tmp_path).model_fields["your_name"].description)


def test_it_does_not_ask_what_only_the_records_can_settle(engine: Engine, tmp_path: Path) -> None:
    fields = form(engine, tmp_path, gate="logistics").model_fields
    assert "date_and_place" not in fields
    assert "your_name" in fields


def test_it_says_what_of_the_last_form_was_not_recorded(engine: Engine, tmp_path: Path) -> None:
    heading = form(engine, tmp_path, ("Not recorded: a note is needed.",))._description or ""
    assert "- Not recorded: a note is needed." in heading
