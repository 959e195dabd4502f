"""The data brief: two pages, kept as they were, sent once to each."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import Engine
from sqlmodel import delete, select

from bench.census import Cell
from languages import Language
from sectorlaunch import database
from sectorlaunch.actions import census_loading, data_briefs, sector_removal
from sectorlaunch.census import areas, picture, ranking, reading
from sectorlaunch.census.brief import content, pdf, word
from sectorlaunch.census.brief.facts import Decided, Facts, Known, Source, Stated
from sectorlaunch.census.ranking import Weights
from sectorlaunch.engine import data_briefs as data_brief_engine
from sectorlaunch.letters.letter_source import LetterRequest, LetterSource
from sectorlaunch.papers import data_brief
from sectorlaunch.records import data_briefs as data_brief_records
from sectorlaunch.records import launch as launch_records
from sectorlaunch.records.about import About
from sectorlaunch.tables import AboutKind, DataBrief, DataBriefTranslation, Person
from tests import cast
from tests.cast import CONVENER, TEAM, Launch
from tests.sectorlaunch.census.conftest import LARIMER, MIXED, WELD, Make

SPANISH = Language.SPANISH
MADE_ON = date(2026, 3, 2)
REGION = areas.region([LARIMER, WELD])
AWKWARD = "*Bold* #set text(red) <b>&“quotes” — and a great many words. " * 8


@pytest.fixture
def facts(make: Make) -> Facts:
    frame = reading.read(make(LARIMER, WELD, quarters=(3, 4))).frame
    drawn = picture.draw(frame, REGION)
    one = drawn.industry("31-33")
    assert one is not None
    return Facts(
        partnership="Fernwater <Partnership> #1",
        region="Fernwater Valley",
        made_on=MADE_ON,
        counties=REGION,
        picture=drawn,
        in_order=ranking.rank(drawn.industries, Weights()),
        chosen="31-33",
        parts=picture.draw(frame, REGION, within="31-33", level=8),
        quarters=[("2024-Q3", one), ("2024-Q4", one)],
        weights=Weights(),
        sources=[Source("08069.csv", "ab" * 32, date(2025, 6, 4), MADE_ON)],
        notes=[Known("31-33", "announced closure", AWKWARD, TEAM[0], date(2026, 3, 1))] * 12,
        stated=Stated(AWKWARD * 9, AWKWARD * 9, AWKWARD * 9, TEAM[0], date(2026, 3, 1)),
    )


def test_it_says_what_is_hidden_and_where_each_figure_comes_from(facts: Facts) -> None:
    brief = content.write(facts)
    cited = "Source: BLS, Quarterly Census of Employment and Wages, 4th quarter 2024, published June 4, 2025."
    assert brief.sectors.source == brief.bubbles.source == cited
    assert "(size, growth, wage, and concentration alike)" in brief.sectors.title
    assert "100 of 1,300 jobs (7.7%) are in cells the Bureau hides" in brief.hidden[1]
    assert brief.lead[0].startswith("Manufacturing is number 3 of 3: 1,300 jobs")
    assert brief.sources == (
        "08069.csv (published June 4, 2025, loaded March 2, 2026, SHA-256 abababababab…)",
    )


def test_it_says_the_same_in_spanish(facts: Facts) -> None:
    """Figures, dates and industries as Spanish puts them; what people wrote stays as they wrote it."""
    decided = Decided("31-33", "62", MADE_ON, TEAM[:2], "Es la que más crece.")
    brief = content.write(replace(facts, region="", decision=decided), SPANISH)
    assert brief.title == "Manufactura en Larimer y Weld"
    assert "Lo que dicen los datos de empleo, 4.º trimestre de 2024" in brief.subtitle
    assert brief.sectors.source.endswith("4.º trimestre de 2024, publicado el 4 de junio de 2025.")
    assert brief.lead[0].startswith("Manufactura ocupa el lugar 3 entre 3: 1,300 empleos en ")
    assert "(tamaño, crecimiento, salario y concentración por igual); empleos privados" in brief.sectors.title
    assert brief.parts is not None
    assert brief.parts.rows[0][0] == "Productos de metal, 332710"
    assert brief.hidden[1].startswith("Dentro del sector: De los 1,300 empleos, 100 (7.7%) están en celdas")
    assert brief.notes[0].heading == "Manufactura, cierre anunciado:"
    assert brief.notes[0].signed == f"{TEAM[0]}, 1 de marzo de 2026"
    assert brief.decision.startswith(
        "El equipo eligió primero este sector: manufactura (2 de marzo de 2026)."
    )
    assert brief.bubbles.chart.title == "Concentración y crecimiento"
    english = content.write(facts)
    pages = Document(io.BytesIO(word.make(brief)))
    heads = [one.text for one in pages.paragraphs if str(one.style.name).startswith("Heading")]
    assert len(heads) == 9
    assert not set(heads) & {english.say(key) for key in ("why these", "known", "hidden", "counted")}
    assert pages.core_properties.language == "es-US"


@pytest.mark.parametrize("language", Language)
def test_it_is_two_pages_whatever_people_wrote(facts: Facts, language: Language) -> None:
    made = pdf.make(content.write(facts, language), facts.partnership)
    assert made.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 2


def test_it_is_set_though_the_font_lacks_a_sign(facts: Facts) -> None:
    note = replace(facts.notes[0], text="A new foundry 🎉, says 漢字.")
    made = pdf.make(content.write(replace(facts, notes=[note])), facts.partnership)
    assert made.startswith(b"%PDF-")


def test_it_is_a_word_document_too(facts: Facts) -> None:
    page = Document(io.BytesIO(word.make(content.write(facts))))
    assert page.core_properties.title == "Manufacturing in Fernwater Valley"
    assert [cell.text for cell in page.tables[0].rows[0].cells][1] == "Sector"
    assert len(page.inline_shapes) == 3
    assert any(paragraph.text.startswith("Not too large: ") for paragraph in page.paragraphs)


def test_it_goes_to_team_and_champions_once(engine: Engine, tmp_path: Path, make: Make) -> None:
    launch = cast.begin(engine, tmp_path)
    with database.unit_of_work(engine, launch.now) as session:
        session.get_one(Person, launch.person(session, TEAM[1])).language = SPANISH
    for fips in (LARIMER, WELD):
        file = make(fips, cells=(*MIXED, Cell("622110", 3, 70)))
        launch.do(
            lambda s, now, file=file: census_loading.load(
                s, now, launch.run_id, reading.read(file), by=CONVENER
            )
        )
    with database.reading(engine) as session:
        rendered = data_brief.render(data_brief.write(session, launch.now, launch.run_id))
    brief = launch.do(lambda s, now: data_briefs.keep(s, now, launch.run_id, rendered, by=CONVENER))
    sent = [
        launch.do(lambda s, now: data_brief_engine.send(s, now, launch.run_id, brief.pk, by=CONVENER))
        for _ in range(2)
    ]
    letters = {letter.to_name: letter for letter in launch.messages("data-brief")}
    assert sent == [len(TEAM), 0]
    assert sorted(letters) == sorted(TEAM)
    english, spanish = (letters[name] for name in TEAM[:2])
    assert english.subject == "Manufacturing in Fernwater Valley: our data brief"
    assert re.search(r"/p/\S+/brief\.pdf", english.text)
    assert "is number" in english.text
    assert spanish.subject == "Manufactura en Fernwater Valley: nuestro resumen de datos"
    assert "ocupa el lugar" in spanish.text
    assert "is number" not in spanish.text
    with database.reading(engine) as session:
        kept = data_brief_records.newest(session, 1, sent=True)
        assert kept is not None
        assert kept.pdf.startswith(b"%PDF-")
        in_spanish = data_brief_records.in_language(session, kept, SPANISH)
        assert in_spanish is not None
        assert in_spanish.pdf != kept.pdf
    launch.do(lambda s, now: data_briefs.keep(s, now, launch.run_id, rendered, by=CONVENER))
    with database.unit_of_work(engine, launch.now) as session:
        sector_removal.blank(session, [launch.run_id], lambda words: words.replace("Weld", "…"))
        assert [one.pk for one in session.exec(select(DataBrief))] == [brief.pk], "what was not sent is gone"
        assert "Weld" not in "".join(one.summary for one in session.exec(select(DataBriefTranslation)))
        session.exec(delete(DataBriefTranslation))
    assert _letter_in(engine, launch, TEAM[1], brief.pk) is Language.ENGLISH


def _letter_in(engine: Engine, launch: Launch, name: str, brief_id: int) -> Language:
    """The language of a letter about a brief that was drawn up in English alone, as the first ones were."""
    with database.reading(engine) as session:
        person = session.get_one(Person, launch.person(session, name))
        about = About(AboutKind.BRIEF, brief_id)
        return LetterSource.of(
            launch_records.Launch.of(session, launch.now, launch.run_id),
            LetterRequest("data-brief", person, about, "", ""),
        ).language
