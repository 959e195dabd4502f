"""Labor-market data: files of the census loaded or fetched; what is made of them stands in modules of its own."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sectorlaunch.cli import data_decision, data_industries, output
from sectorlaunch.cli.installation import installation, reading, recording
from sectorlaunch.cli.options import By, Json, Slug, argument, day, group

if TYPE_CHECKING:
    from datetime import date

    from sectorlaunch.actions.census_loading import Loaded
    from sectorlaunch.census.reading import Reading

app = group("Chooses the sector with the Bureau of Labor Statistics’ quarterly census (QCEW).")


@app.command("load")
def load(
    slug: Slug,
    files: Annotated[list[Path], argument("FILE…", "Files of the census.")],
    year: Annotated[int | None, typer.Option("--year", help="The year it must be of.")] = None,
    published: Annotated[Any, day("When the Bureau published it.", "--published")] = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Puts files of the census on record: any of its four shapes, or a zip archive of them, checked, each once."""
    from sectorlaunch.actions import census_loading
    from sectorlaunch.census import archives

    # Every file is read with nothing held open; where one cannot be used, none is taken.
    with reading(slug) as launch:
        counties = census_loading.codes(launch.session, launch.partnership)
    found = [one for path in files for one in archives.read(path, counties=counties, year=year)]
    _put_on_record(slug, by, json, [(one, "", published) for one in found])


@app.command("fetch")
def fetch(
    slug: Slug,
    quarters: Annotated[list[str], argument("QUARTER…", "Such as 2026-Q1; 2026 for a year’s average.")],
    nation: Annotated[
        bool, typer.Option("--nation/--without-nation", help="The nation’s file too, for exact quotients.")
    ] = True,
    state: Annotated[bool, typer.Option("--state", help="The files of the region’s states too.")] = False,
    by: By = "",
    json: Json = False,
) -> None:
    """Gets the region’s counties from the Bureau’s open data and puts them on record."""
    from sectorlaunch.actions import census_loading
    from sectorlaunch.census import fetching, release_calendar
    from sectorlaunch.records import labor_market

    here = installation()
    with here.reading() as session:
        partnership = here.launch(session, slug).partnership
        counties = census_loading.codes(session, partnership)
        wanted = labor_market.slices(session, partnership, quarters, nation=nation, states=state)
    # Fetched and read with nothing held open.
    tell = (lambda sentence: print(sentence, file=sys.stderr)) if json else output.say
    settings = here.settings
    release_calendar.refresh(settings.census_folder, settings.census_calendar_url, here.now.date())
    files = fetching.fetch(
        wanted, settings.census_folder, settings.census_url, today=here.now.date(), say=tell
    )
    found = [(fetching.read(one, counties), one.address, one.published_on) for one in files]
    _put_on_record(slug, by, json, found)


app.command("show")(data_industries.show)
app.command("rank")(data_industries.rank)
app.command("note")(data_decision.note)
app.command("footprint")(data_decision.footprint)
app.command("decide")(data_decision.decide)
app.command("brief")(data_decision.brief)


def _put_on_record(
    slug: str, by: str, json: bool, found: Sequence[tuple["Reading", str, "date | None"]]
) -> None:
    from sectorlaunch.actions import census_loading
    from sectorlaunch.census import release_calendar

    releases = release_calendar.of(installation().settings.census_folder)
    with recording(slug, by) as at:
        loaded = [
            census_loading.load(
                *at.here, one, by=at.by, source=source, published_on=published, releases=releases
            )
            for one, source, published in found
        ]
        if not json:
            at.say(*_sentences(loaded))
        figures = [_as_figures(one) for one in loaded]
    if json:
        output.as_json(figures)


def _sentences(loaded: Sequence["Loaded"]) -> list[str]:
    said = []
    for one in loaded:
        file = one.file
        span = " to ".join(dict.fromkeys((file.periods[0], file.periods[-1])))
        said.append(f"{file.name}: {file.dialect}, {span}, {file.rows:,} rows.")
        said += [f"  {remark}" for remark in one.remarks]
    return said + [one.region for one in loaded[-1:] if one.region]


def _as_figures(loaded: "Loaded") -> dict[str, object]:
    file = loaded.file
    return {
        "name": file.name,
        "source": file.source,
        "sha256": file.sha256,
        "dialect": file.dialect,
        "areas": list(file.areas),
        "periods": list(file.periods),
        "rows": file.rows,
        "is_new": loaded.is_new,
        "remarks": list(loaded.remarks),
        "region": loaded.region,
    }
