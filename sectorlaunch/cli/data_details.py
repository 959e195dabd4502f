"""From options of `data` to the picture of a region, and back to words."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session

from sectorlaunch.actions import census_loading
from sectorlaunch.actions import labor_market as labor_market_actions
from sectorlaunch.actions.census_loading import Loaded
from sectorlaunch.census import archives, fetching, sentences
from sectorlaunch.census.industries import LEVELS, among, title_of
from sectorlaunch.census.measures import Against, Ownership, Picture
from sectorlaunch.census.ranking import MEASURES, RankedIndustry, Weights
from sectorlaunch.census.reading import Reading
from sectorlaunch.cli import output
from sectorlaunch.cli.installation import installation
from sectorlaunch.cli.recording import recording
from sectorlaunch.cli.words import one_of
from sectorlaunch.records import census_files, labor_market, region_figures
from sectorlaunch.records.labor_market import Choice
from sectorlaunch.tables import Partnership


@dataclass(frozen=True)
class Asked:
    """What was typed; empty means as the team chose it."""

    within: str = ""
    digits: int | None = None
    quarter: str = ""
    ownership: str = ""
    against: str = ""
    least_jobs: int | None = None
    weights: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def level(self) -> int | None:
        return None if self.digits is None else self.digits + 2

    def over(self, usual: Choice) -> Choice:
        """The team's choice with what was typed in its place."""
        typed = {name: weight for name, weight in self.weights.items() if weight is not None}
        kept = dict.fromkeys(MEASURES, 0) if typed else dict(zip(MEASURES, usual.weights.all, strict=True))
        return replace(
            usual,
            weights=Weights(**(kept | typed)),
            ownership=one_of(Ownership, self.ownership, "--ownership") if self.ownership else usual.ownership,
            against=one_of(Against, self.against, "--against") if self.against else usual.against,
            least_jobs=usual.least_jobs if self.least_jobs is None else self.least_jobs,
        )


def load_files(
    slug: str, files: Sequence[Path], year: int | None, published: object, by: str, json: bool
) -> None:
    """Reads every file with nothing held open, then puts all on record; where one cannot be used, none is taken."""
    here = installation()
    with here.reading() as session:
        counties = census_loading.codes(session, here.launch(session, slug).partnership)
    found = [one for path in files for one in archives.read(path, counties=counties, year=year)]
    day = published if isinstance(published, date) else None
    _put_on_record(slug, by, json, [(one, "", day) for one in found])


def fetch_files(slug: str, quarters: Sequence[str], nation: bool, state: bool, by: str, json: bool) -> None:
    """Fetches and reads with nothing held open, then puts all on record."""
    here = installation()
    with here.reading() as session:
        partnership = here.launch(session, slug).partnership
        counties = census_loading.codes(session, partnership)
        wanted = labor_market.slices(session, partnership, quarters, nation=nation, states=state)
    tell = (lambda sentence: print(sentence, file=sys.stderr)) if json else output.say
    files = fetching.fetch(wanted, here.settings.census_folder, here.settings.census_url, say=tell)
    found = [(fetching.read(one, counties), one.address, one.published_on) for one in files]
    _put_on_record(slug, by, json, found)


def _put_on_record(slug: str, by: str, json: bool, found: Sequence[tuple[Reading, str, date | None]]) -> None:
    with recording(slug, by) as at:
        loaded = [
            census_loading.load(
                at.session, at.now, at.run_id, one, by=at.by, source=source, published_on=published
            )
            for one, source, published in found
        ]
        if not json:
            at.say(*_sentences(loaded))
        figures = [_as_figures(one) for one in loaded]
    if json:
        output.as_json(figures)


def _sentences(loaded: Sequence[Loaded]) -> list[str]:
    said = []
    for one in loaded:
        file = one.file
        span = " to ".join(dict.fromkeys((file.periods[0], file.periods[-1])))
        said.append(f"{file.name}: {file.dialect}, {span}, {file.rows:,} rows.")
        said += [f"  {remark}" for remark in one.remarks]
    return said + [one.region for one in loaded[-1:] if one.region]


def _as_figures(loaded: Loaded) -> dict[str, object]:
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


def show_picture(slug: str, asked: Asked, json: bool) -> None:
    drawn, in_order, partnership, figures = _look(slug, asked)
    if json:
        output.as_json(figures)
        return
    output.say(_heading(partnership, drawn))
    rows: list[tuple[str, ...]] = [
        ("NAICS", "Industry", "Jobs", "Establishments", "A week", "A year", "Quotient", "Hidden")
    ]
    order = sorted((one.industry for one in in_order), key=lambda one: (-(one.jobs or -1), one.code))
    rows += [
        (
            one.code,
            one.title,
            sentences.jobs(one),
            f"{one.establishments:,}",
            sentences.pay(one),
            sentences.growth(one),
            sentences.concentration(one),
            sentences.hidden(one),
        )
        for one in order
    ]
    output.columns(rows)
    output.say(sentences.hidden_overall(drawn), *drawn.remarks)


def rank_industries(slug: str, asked: Asked, keep: bool, by: str, json: bool) -> None:
    if keep:
        with recording(slug, by) as at:
            usual = labor_market.choice_of(at.session, at.partnership_id)
            labor_market_actions.choose(at.session, at.now, at.run_id, asked.over(usual), by=at.by)
    drawn, in_order, partnership, figures = _look(slug, asked)
    if json:
        output.as_json(figures)
        return
    output.say(_heading(partnership, drawn), f"Weights: {figures['weights']}.")
    rows: list[tuple[str, ...]] = [
        ("Place", "NAICS", "Industry", "Score", "Range", "First in", "Jobs", "A week", "A year", "Quotient")
    ]
    rows += [_ranked(one) for one in in_order if one.place is not None]
    output.columns(rows)
    without = [one.industry.title for one in in_order if one.place is None]
    if without:
        output.say(f"Without a place: {', '.join(without)}.")
    output.say(sentences.hidden_overall(drawn), *drawn.remarks)
    named = among(partnership.naics, {one.industry.code for one in in_order})
    chosen = [one for one in in_order if one.industry.code in named and one.place]
    for ranked in chosen or [one for one in in_order if one.place][:1]:
        output.say("", *sentences.three_sentences(drawn, ranked, sentences.places(in_order)))


def draw_up_brief(slug: str, folder: Path, send: bool, by: str, json: bool) -> None:
    """Keeps the brief, writes both forms into a folder, and sends it when that is asked for."""
    from sectorlaunch.actions import data_briefs
    from sectorlaunch.engine import data_briefs as data_brief_engine

    here = installation()
    with here.reading() as session:
        draft = data_briefs.write(session, here.now, here.launch(session, slug).run_id)
    rendered = data_briefs.render(draft)
    with recording(slug, by) as at:
        brief = data_briefs.keep(at.session, at.now, at.run_id, rendered, by=at.by)
        written = data_brief_engine.send(at.session, at.now, at.run_id, brief.pk, by=at.by) if send else 0
        name = f"data-brief-{slug}-{brief.period}"
        files = {".pdf": brief.pdf, ".docx": brief.editable}
        said = {"id": brief.pk, "title": brief.title, "period": brief.period, "summary": brief.summary}
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for ending, content in files.items():
        path = folder / f"{name}{ending}"
        path.write_bytes(content)
        paths.append(str(path))
    if json:
        output.as_json({**said, "files": paths, "letters": written})
        return
    output.say(f"{said['title']}, {said['period']}:", *(f"  {path}" for path in paths))
    if send:
        output.say(f"{written} letters are in the outbox.")


def _ranked(ranked: RankedIndustry) -> tuple[str, ...]:
    one = ranked.industry
    return (
        f"{ranked.place}",
        one.code,
        one.title,
        f"{ranked.score:.0f}",
        f"{ranked.best}–{ranked.worst}",
        f"{ranked.first_in * 100:.0f} %",
        sentences.jobs(one),
        sentences.pay(one),
        sentences.growth(one),
        sentences.concentration(one),
    )


def _look(slug: str, asked: Asked) -> tuple[Picture, list[RankedIndustry], Partnership, dict[str, object]]:
    here = installation()
    with here.reading() as session:
        partnership = here.launch(session, slug).partnership
        choice = asked.over(_usual(session, partnership))
        drawn, in_order = labor_market.look(
            session, partnership, choice, when=asked.quarter, level=asked.level, within=asked.within
        )
        held = census_files.files(session, partnership.pk)
        figures = region_figures.as_figures(drawn, in_order, held) | {"weights": choice.weights.words}
        session.expunge(partnership)
    return drawn, in_order, partnership, figures


def _usual(session: Session, partnership: Partnership) -> Choice:
    return labor_market.choice_of(session, partnership.pk)


def _heading(partnership: Partnership, drawn: Picture) -> str:
    what = f"the parts of {title_of(drawn.within)}" if drawn.within else LEVELS[drawn.level]
    jobs = "" if drawn.ownership is Ownership.ALL else f"{drawn.ownership.value} jobs, "
    return f"{partnership.region}, {drawn.period}: {what}, {jobs}{drawn.covered_jobs:,} covered jobs in all."
