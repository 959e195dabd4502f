from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from playbooks.yaml_lines import FileMistakes, Mistake, parse, read_model, read_text


class Guest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    key: str
    seats: int = 1


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    guests: list[Guest] = []


def mistakes(text: str) -> list[Mistake]:
    with pytest.raises(FileMistakes) as caught:
        read_model(text, "table.yaml", Table)
    return list(caught.value.mistakes)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10:30", "10:30"),
        ("0311", "0311"),
        ("NO", "NO"),
        ("on", "on"),
        ("2027-03-14", "2027-03-14"),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("5", 5),
        ("-5", -5),
        ("1.5", 1.5),
        ("true", True),
        ("~", None),
        ("", None),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_it_reads_values_as_a_person_meant_them(written: str, read: object) -> None:
    data, _ = parse(f"value: {written}", "f.yaml")
    assert data == {"value": read}
    assert type(data["value"]) is type(read)


def test_it_takes_keys_as_they_are_written() -> None:
    assert parse("true: 1\n5: 2\nnull: 3", "f.yaml")[0] == {"true": 1, "5": 2, "null": 3}


def test_it_knows_the_line_of_every_key_and_item() -> None:
    _, lines = parse("name: A\nguests:\n  - key: b\n    seats: 2\n\n  - key: c\n", "f.yaml")
    assert lines[("guests",)] == 2
    assert lines[("guests", 0, "seats")] == 4
    assert lines[("guests", 1)] == 6


def test_it_points_at_the_line_of_a_wrong_value() -> None:
    (mistake,) = mistakes("name: A\nguests:\n  - key: ana\n    seats: many\n")
    assert (mistake.file, mistake.line, mistake.field) == ("table.yaml", 4, "guests.ana.seats")
    assert "many" in mistake.remedy


def test_it_points_at_the_item_a_required_key_is_missing_from() -> None:
    (mistake,) = mistakes("name: A\nguests:\n  - key: ana\n  - seats: 2\n")
    assert (mistake.line, mistake.field) == (4, "guests.2.key")
    assert mistake.remedy == "this key is required; add it"


def test_it_finds_every_mistake_at_once() -> None:
    found = mistakes("nam: A\nguests:\n  - key: ana\n    chairs: 3\n")
    assert {(mistake.line, mistake.field) for mistake in found} == {
        (1, "name"),
        (1, "nam"),
        (4, "guests.ana.chairs"),
    }


def test_it_finds_every_key_that_is_there_twice() -> None:
    found = mistakes("name: A\nname: B\nguests:\n  - key: ana\n    key: ben\n")
    assert [(mistake.line, mistake.field) for mistake in found] == [(2, "name"), (5, "guests.1.key")]


def test_it_says_where_a_text_stops_being_yaml() -> None:
    (mistake,) = mistakes("name: A\nguests: [1, 2\nmore: x\n")
    assert mistake.line == 3
    assert mistake.remedy.startswith("this is not valid YAML")


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 10_000])
def test_it_survives_nesting_without_end(text: str) -> None:
    with pytest.raises(FileMistakes, match="nested too deeply"):
        parse(text, "f.yaml")


def test_it_refuses_references_that_could_unfold_without_end() -> None:
    with pytest.raises(FileMistakes, match=r"line 2, b\.1: write it out"):
        parse("a: &a [x, x]\nb: [*a, *a]\n", "f.yaml")


@pytest.mark.parametrize(
    "text", ["a: !!python/name:os.system x", "a: 1\n---\nb: 2", "\x00", "a: \ud800", "? [a]\n: b"]
)
def test_it_refuses_what_no_honest_file_holds(text: str) -> None:
    with pytest.raises(FileMistakes):
        parse(text, "f.yaml")


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b"])
def test_it_wants_keys_and_values(text: str) -> None:
    (mistake,) = mistakes(text)
    assert "keys and values" in mistake.remedy


def test_it_reads_a_file_that_begins_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfname: A\n")
    assert read_text(file) == "name: A\n"


def test_it_says_when_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileMistakes, match="there is no such file"):
        read_text(tmp_path / "a.yaml")


def test_it_says_when_a_folder_was_named(tmp_path: Path) -> None:
    with pytest.raises(FileMistakes, match="this is a folder"):
        read_text(tmp_path)


def test_it_says_when_a_file_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"name: \xe9")
    with pytest.raises(FileMistakes, match="save the file as UTF-8"):
        read_text(file)
