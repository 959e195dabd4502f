"""Three dialects, and what people do to files before they load them."""

from pathlib import Path

import pytest

from bench import census
from bench.census import Cell
from sectorlaunch.census import reading
from sectorlaunch.errors import BadInput
from tests.sectorlaunch.census.conftest import LARIMER, MIXED, WELD, Make


@pytest.mark.parametrize(
    ("dialect", "quarters", "name", "periods"),
    [
        ("slice", (4,), "quarterly slice", ("2024-Q4",)),
        ("bulk", (1, 2, 3, 4), "quarterly bulk file by area", ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")),
        ("annual", (0,), "annual slice", ("2024",)),
        ("annual bulk", (0,), "annual bulk file by area", ("2024",)),
    ],
)
def test_it_recognizes_the_dialect(
    make: Make, dialect: str, quarters: tuple[int, ...], name: str, periods: tuple[str, ...]
) -> None:
    found = reading.read(make(dialect=dialect, quarters=quarters))
    assert (found.dialect.name, found.areas, found.periods) == (name, (LARIMER,), periods)
    assert found.remarks == ()


def test_it_reads_the_same_from_every_dialect(make: Make) -> None:
    figures = []
    for dialect, quarters in (("slice", (4,)), ("bulk", (4,)), ("annual", (0,)), ("annual bulk", (0,))):
        frame = reading.read(make(dialect=dialect, quarters=quarters)).frame
        figures.append(
            frame.select("industry", "ownership", "jobs", "hidden", "quotient", "jobs_change").rows()
        )
    assert all(found == figures[0] for found in figures[1:])


def test_it_calls_a_cell_without_establishments_empty_and_not_hidden(make: Make) -> None:
    """The Bureau marks it with “-”: there is nobody whose figures could be a secret."""
    file = make(cells=(*MIXED[:2], Cell("332721", 3, 50, hidden="-")))
    row = reading.read(file).frame.filter(industry="332721").row(0, named=True)
    assert (row["establishments"], row["jobs"], row["wages"], row["hidden"]) == (0, 0, 0, False)


def test_it_never_takes_a_hidden_cell_for_a_zero(make: Make) -> None:
    file = make(cells=(*MIXED[:2], Cell("332721", 3, 50, hidden="N")))
    row = reading.read(file).frame.filter(industry="332721").row(0, named=True)
    assert row["hidden"] is True
    assert [row[name] for name in ("jobs", "pay_jobs", "wages", "quotient", "jobs_change")] == [None] * 5


def test_it_puts_back_the_zeros_a_spreadsheet_took(make: Make) -> None:
    file = make()
    file.write_text(file.read_text().replace('"08069"', "8069").replace('"', ""), encoding="utf-8-sig")
    found = reading.read(file)
    assert found.areas == (LARIMER,)
    assert "leading zeros" in found.remarks[0]


def test_it_reads_semicolons_and_decimal_commas(make: Make) -> None:
    file = make(dialect="slice")
    text = file.read_text().replace(",", ";").replace(".", ",")
    file.write_text(text)
    found = reading.read(file)
    assert "semicolons" in found.remarks[0]
    assert found.frame.filter(industry="236115", level=8)["quotient"].item() == 1.2


def refused(file: Path, **asked: int) -> str:
    with pytest.raises(BadInput) as error:
        reading.read(file, **asked)
    return error.value.message


def test_it_refuses_digits_a_spreadsheet_has_shortened(make: Make) -> None:
    file = make(cells=(Cell("236115", 1, 1234, 1000),))
    file.write_text(file.read_text().replace("16042000", "1.6042E+07"))
    said = refused(file)
    assert "line 2, total_qtrly_wages" in said
    assert "shortened by a spreadsheet" in said


def test_it_refuses_a_row_that_stops_halfway(make: Make) -> None:
    file = make()
    lines = file.read_text().splitlines()
    file.write_text("\n".join(lines[:-1]) + "\n" + lines[-1][:90])
    said = refused(file)
    assert f"line {len(lines)}:" in said
    assert "cut off" in said


def test_it_notices_a_file_that_ends_between_two_rows(make: Make) -> None:
    file = make(quarters=(3, 4))
    lines = file.read_text().splitlines()
    file.write_text("\n".join(lines[:-3]) + "\n")
    said = refused(file)
    assert "2024-Q4" in said
    assert "Rows are missing" in said


def test_it_notices_that_the_private_part_is_missing(make: Make) -> None:
    file = make()
    kept = [line for line in file.read_text().splitlines() if '"5"' not in line[:12]]
    file.write_text("\n".join(kept) + "\n")
    assert "no row of private total for Larimer County, Colorado in 2024-Q4" in refused(file)


def test_it_refuses_another_year(make: Make) -> None:
    assert refused(make(year=2023), year=2024).endswith(
        "holds 2023, and 2024 was asked for. Load the file of 2024."
    )


@pytest.mark.parametrize(
    ("dialect", "written", "also"),
    [
        ("bulk", "qtrly_estabs_count", "qtrly_estabs"),
        ("slice", "qtrly_estabs", "qtrly_estabs_count"),
        ("annual bulk", "annual_avg_estabs_count", "annual_avg_estabs"),
    ],
)
def test_it_takes_both_spellings_of_the_count(make: Make, dialect: str, written: str, also: str) -> None:
    file = make(dialect=dialect, quarters=(0,) if "annual" in dialect else (4,))
    before = reading.read(file).frame
    file.write_text(file.read_text().replace(f'"{written}"', f'"{also}"', 1))
    assert reading.read(file).frame.equals(before)


def test_it_names_the_shape_an_annual_file_has_lost_columns_of(make: Make) -> None:
    file = make(dialect="annual", quarters=(0,))
    file.write_text(file.read_text().replace('"disclosure_code",', '"disclosure_code","area_title",', 1))
    assert "39" in refused(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<!doctype html><title>Not found</title>", "is a web page"),
        (b"PK\x03\x04rest", "an archive or a spreadsheet"),
        (b"name,phone\nAnna,1\n", "not the columns of the quarterly census"),
        (b'"area_fips","own_code"\n', "a heading at most"),
    ],
)
def test_it_says_what_a_file_is_instead(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "some.csv"
    file.write_bytes(content)
    assert said in refused(file)


def test_it_names_a_column_that_was_taken_out(make: Make) -> None:
    file = make(dialect="slice")
    rows = [line.split(",") for line in file.read_text().splitlines()]
    file.write_text("\n".join(",".join(row[:11] + row[12:]) for row in rows) + "\n")
    assert "(quarterly slice) has 42 columns, this file 41; missing: month3_emplvl" in refused(file)


def test_it_leaves_metropolitan_rows_aside_and_refuses_them_alone(make: Make, tmp_path: Path) -> None:
    rows = [
        *census.area(LARIMER, 2024, (4,), MIXED),
        *census.area("C2266", 2024, (4,), MIXED, kind=4),
        *census.area("08999", 2024, (4,), MIXED),
    ]
    found = reading.read(census.write(tmp_path / "both.csv", "bulk", rows))
    assert "Metropolitan areas repeat their counties; they were left aside." in found.remarks
    assert any("codes that end in 999" in remark for remark in found.remarks)
    assert "metropolitan area C2266" in refused(make("C2266", kind=4))


def test_it_takes_a_repeated_row_once_and_refuses_contradictions(tmp_path: Path) -> None:
    rows = list(census.area(LARIMER, 2024, (4,), MIXED))
    twice = reading.read(census.write(tmp_path / "twice.csv", "bulk", [*rows, rows[-1]]))
    assert twice.remarks == ("1 rows stood in it twice and were taken once.",)
    other = {**rows[-1], "month3_emplvl": 7}
    assert "two different rows" in refused(census.write(tmp_path / "joined.csv", "bulk", [*rows, other]))


def test_it_keeps_of_a_great_file_only_what_the_region_needs(make: Make) -> None:
    others = [f"{state:02}{county:03}" for state in (1, 8) for county in range(201, 321, 2)]
    file = make(LARIMER, WELD, *others, dialect="slice")
    found = reading.read(file, counties=[WELD])
    assert found.areas == (WELD,)
    assert found.remarks[-1].startswith("Of its 122 areas the region’s counties")
