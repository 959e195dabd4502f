"""Census files in the zip archives the Bureau packs them in: a whole year by area, or one file alone."""

import re
import shutil
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from sectorlaunch.census import reading
from sectorlaunch.census.areas import NATION, state_of
from sectorlaunch.census.reading import Reading
from sectorlaunch.errors import BadInput

LARGEST = 5_000_000_000
"""Bytes unpacked: twice the Bureau's file of a whole year and nation."""
_AREA = re.compile(r"(?:^|\s)(\d{5}|US\w{3}|CS\w{3}|C\d{4})(?=[\s.])")
"""An area's code in a file's name, such as “2016.q1-q4 08069 Larimer County, Colorado.csv”."""
_BY_INDUSTRY = re.compile(r"by_industry|(?:^|\s)\d{2,6}(?:-\d{2})?\s+(?:NAICS|Total)", re.IGNORECASE)


def read(
    path: Path,
    *,
    counties: Collection[str] = (),
    year: int | None = None,
    name: str = "",
    largest: int = LARGEST,
) -> list[Reading]:
    """Reads a file of the census; of a zip archive the files of the region's counties, their states and the nation.

    `largest` bounds what is unpacked, in bytes. Raises BadInput as `reading.read` does, and for an archive that is
    damaged, is something else, or holds nothing of the region.
    """
    called = name or path.name
    if not _is_archive(path):
        return [reading.read(path, counties=counties, year=year, name=called)]
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory() as folder:
            members = _wanted(archive.infolist(), counties, called)
            if sum(member.file_size for member in members) > largest:
                raise BadInput(
                    f"{called} unpacks to far more than fits here. Take the areas' own files, or load it at the "
                    "command line by `sector-launch data load`."
                )
            return [_read(archive, member, Path(folder), counties, year) for member in members]
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise BadInput(f"{called} is a damaged archive: the download was cut off. Get it again.") from None
    except (NotImplementedError, RuntimeError):  # a packing or a password this Python cannot undo
        raise BadInput(
            f"{called} is packed in a way that cannot be undone here. Unpack it, and load the CSV files."
        ) from None


def _is_archive(path: Path) -> bool:
    try:
        with path.open("rb") as content:
            return content.read(4) == b"PK\x03\x04"
    except OSError:
        return False  # said by whoever reads it


def _wanted(members: list[zipfile.ZipInfo], counties: Collection[str], called: str) -> list[zipfile.ZipInfo]:
    if any(member.filename == "[Content_Types].xml" for member in members):
        raise BadInput(
            f"{called} is a spreadsheet. Load the CSV file as the Bureau gave it, without saving it from a spreadsheet."
        )
    files = [one for one in members if one.filename.lower().endswith(".csv") and not one.is_dir()]
    if not files:
        raise BadInput(
            f"{called} holds no CSV file. Take an archive of the census “by area”, or an area's own file."
        )
    if len(files) == 1:
        return files
    if any(_BY_INDUSTRY.search(one.filename) for one in files):
        raise BadInput(
            f"{called} is packed by industry: each file has one industry of every area, so no region can be added up. "
            "Take the archive “by area” instead."
        )
    by_area = {found[1]: one for one in files if (found := _AREA.search(Path(one.filename).name))}
    wanted = [*counties, *sorted({state_of(fips) for fips in counties}), NATION]
    chosen = [by_area[area] for area in wanted if area in by_area]
    if not chosen:
        where = (
            "of the region, whose counties are not clear yet" if not counties else f"of {', '.join(counties)}"
        )
        raise BadInput(
            f"{called} holds {len(files):,} files and none {where}. Name the counties, or take the archive that has them."
        )
    return chosen


def _read(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    folder: Path,
    counties: Collection[str],
    year: int | None,
) -> Reading:
    file = folder / "census.csv"
    with archive.open(member) as packed, file.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return reading.read(file, counties=counties, year=year, name=Path(member.filename).name)
