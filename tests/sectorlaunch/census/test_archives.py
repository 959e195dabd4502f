"""Zip archives as the Bureau packs them: what the region needs is taken out, the rest is left, the wrong ones refused."""

import zipfile
from pathlib import Path

import pytest

from sectorlaunch.census import archives
from sectorlaunch.errors import BadInput
from tests.sectorlaunch.census.conftest import LARIMER, WELD, Make

NAMES = {
    LARIMER: "2024.q1-q4.by_area/2024.q1-q4 08069 Larimer County, Colorado.csv",
    WELD: "2024.q1-q4.by_area/2024.q1-q4 08123 Weld County, Colorado.csv",
    "08000": "2024.q1-q4.by_area/2024.q1-q4 08000 Colorado -- Statewide.csv",
    "56021": "2024.q1-q4.by_area/2024.q1-q4 56021 Laramie County, Wyoming.csv",
    "C2266": "2024.q1-q4.by_area/2024.q1-q4 C2266 Fort Collins, CO MSA.csv",
    "US000": "2024.q1-q4.by_area/2024.q1-q4 US000 U.S. TOTAL.csv",
}
KINDS = {"08000": 5, "C2266": 4, "US000": 1}


@pytest.fixture
def by_area(make: Make, tmp_path: Path) -> Path:
    files = {
        name: make(area, kind=KINDS.get(area, 7), name=f"{area}.csv").read_bytes()
        for area, name in NAMES.items()
    }
    return pack(tmp_path / "2024_qtrly_by_area.zip", files)


def pack(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refused(file: Path, *counties: str, largest: int = archives.LARGEST) -> str:
    with pytest.raises(BadInput) as error:
        archives.read(file, counties=counties, largest=largest)
    return error.value.message


def test_it_takes_what_the_region_needs_out_of_a_year_by_area(by_area: Path) -> None:
    found = archives.read(by_area, counties=[LARIMER, WELD])
    assert [one.areas for one in found] == [(LARIMER,), (WELD,), ("08000",), ("US000",)]
    assert found[0].name == "2024.q1-q4 08069 Larimer County, Colorado.csv"


def test_it_reads_one_file_alone_whatever_it_is_called(make: Make, tmp_path: Path) -> None:
    packed = pack(tmp_path / "one.zip", {"data.csv": make(dialect="annual bulk", quarters=(0,)).read_bytes()})
    (found,) = archives.read(packed)
    assert (found.areas, found.dialect.name) == ((LARIMER,), "annual bulk file by area")


def test_it_reads_what_is_no_archive_as_it_is(make: Make) -> None:
    (found,) = archives.read(make())
    assert found.areas == (LARIMER,)


def test_it_says_when_the_region_is_not_in_it(by_area: Path) -> None:
    bare = zipfile.ZipFile(by_area)
    files = {name: bare.read(name) for area, name in NAMES.items() if area in (LARIMER, "56021")}
    packed = pack(by_area.with_name("two.zip"), files)
    assert "two.zip holds 2 files and none of 08001" in refused(packed, "08001")
    assert "whose counties are not clear yet" in refused(packed)


def test_it_refuses_a_year_by_industry(tmp_path: Path) -> None:
    names = ("2024.q1-q4.by_industry/2024.q1-q4 10 Total, all industries.csv", "2024.q1-q4 23 NAICS 23.csv")
    packed = pack(tmp_path / "2024_qtrly_by_industry.zip", dict.fromkeys(names, b"x"))
    assert "Take the archive “by area” instead" in refused(packed, LARIMER)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"[Content_Types].xml": b"<x/>", "xl/sheet.csv": b"1"}, "is a spreadsheet"),
        ({"readme.txt": b"hello"}, "holds no CSV file"),
    ],
)
def test_it_says_what_an_archive_is_instead(tmp_path: Path, files: dict[str, bytes], said: str) -> None:
    assert said in refused(pack(tmp_path / "some.zip", files))


def test_it_says_when_a_download_was_cut_off(by_area: Path) -> None:
    whole = by_area.read_bytes()
    by_area.write_bytes(whole[: len(whole) // 2])
    assert "the download was cut off" in refused(by_area, LARIMER)
    by_area.write_bytes(whole[:200] + bytes(400) + whole[600:])
    assert "damaged archive" in refused(by_area, LARIMER)


def test_it_unpacks_no_more_than_fits(by_area: Path) -> None:
    assert "far more than fits" in refused(by_area, LARIMER, largest=100)
