"""`sector-launch data`, as it is typed."""

from collections.abc import Iterator

import pytest

from bench import census
from bench.census import Cell
from tests.sectorlaunch.census.bureau import Bureau

from .conftest import Shell

CELLS = (
    Cell("236115", 40, 800, 900, 1.2, 80),
    Cell("332710", 20, 600, 1100, 1.5, -60),
    Cell("332721", 3, 50, 1000, 0.9, 5, hidden="N"),
)


@pytest.fixture
def bureau() -> Iterator[Bureau]:
    bureau = Bureau()
    yield bureau
    bureau.close()


@pytest.fixture
def loaded(shell: Shell) -> Shell:
    shell.start()
    files = [
        str(
            census.write(
                shell.folder / f"{fips}.csv", "slice", census.area(fips, 2025, (4,), CELLS, dialect="slice")
            )
        )
        for fips in ("08069", "08123")
    ]
    said = shell.says("data", "load", shell.slug, *files)
    assert "quarterly slice, 2025-Q4" in said
    assert said.endswith("The region is complete for 2025-Q4; it is on record as evidence of need.\n")
    return shell


def test_it_ranks_and_says_why(loaded: Shell) -> None:
    said = loaded.says("data", "rank", loaded.slug, "--size", "1", "--keep")
    assert "Weights: size 1, growth 0, wage 0, concentration 0." in said
    assert "Manufacturing is number 2 of 2: 1,300 jobs at 46 establishments" in said
    assert loaded.reads("data", "rank", loaded.slug)["industries"][0]["code"] == "23"


def test_it_shows_the_parts_of_an_industry(loaded: Shell) -> None:
    said = loaded.says("data", "show", loaded.slug, "--within", "332", "--digits", "6")
    assert "332721  Fabricated metal products, 332721  hidden" in said
    assert "100 of 1,300 jobs (7.7%) are in cells the Bureau hides" in said
    figures = loaded.reads("data", "show", loaded.slug, "--within", "332", "--digits", "6")
    assert [one["jobs"] for one in figures["industries"]] == [1200, None]


def test_it_takes_none_of_the_files_when_one_is_wrong(loaded: Shell) -> None:
    good = census.write(
        loaded.folder / "good.csv", "slice", census.area("08069", 2024, (4,), CELLS, dialect="slice")
    )
    bad = loaded.folder / "bad.csv"
    bad.write_text("a,b\n1,2\n")
    assert "bad.csv, line 1" in loaded.complains("data", "load", loaded.slug, str(good), str(bad))
    assert len(loaded.reads("data", "show", loaded.slug)["files"]) == 2


def test_it_notes_and_decides(loaded: Shell) -> None:
    loaded.says("data", "note", loaded.slug, "23", "A mill closes.", "--kind", "announced-closure")
    said = loaded.says("data", "decide", loaded.slug, "23", "--agreed", "edda@example.org")
    assert said == "Decided: 23. The snapshot of 2025-Q4 is kept with it.\n"


def test_it_fetches_from_the_address_of_the_settings(
    shell: Shell, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.start()
    monkeypatch.setenv("SECTOR_LAUNCH_CENSUS_URL", bureau.base)
    for fips in ("08069", "08123"):
        rows = census.area(fips, 2024, (4,), CELLS, dialect="slice")
        body = census.write(shell.folder / "slice.csv", "slice", rows).read_bytes()
        bureau.answers[f"2024/4/area/{fips}.csv"] = [(200, {}, body)]
    said = shell.says("data", "fetch", shell.slug, "2024-Q4", "--without-nation")
    assert "1 of 2: 08069, 2024-Q4, fetched." in said
    assert "The region is complete for 2024-Q4" in said
    assert "is here already" in shell.says("data", "fetch", shell.slug, "2024-Q4", "--without-nation")
    assert "no file for Larimer County, Colorado in 2025-Q3" in shell.complains(
        "data", "fetch", shell.slug, "2025-Q3"
    )


def test_it_says_what_to_do_while_nothing_is_loaded(shell: Shell) -> None:
    shell.start()
    assert "Load the county files, or fetch them." in shell.complains("data", "show", shell.slug)
