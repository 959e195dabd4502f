"""The data brief: two pages, kept as they were, sent once to each."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import Engine

from bench.census import Cell
from sectorlaunch import database
from sectorlaunch.actions import census_loading, data_briefs
from sectorlaunch.census import areas, picture, ranking, reading
from sectorlaunch.census.brief import content, pdf, word
from sectorlaunch.census.brief.content import Facts, Known, Source, Stated
from sectorlaunch.census.ranking import Weights
from sectorlaunch.engine import data_briefs as data_brief_engine
from sectorlaunch.papers import data_brief
from sectorlaunch.records import data_briefs as data_brief_records
from tests import cast
from tests.cast import CONVENER, TEAM
from tests.sectorlaunch.census.conftest import LARIMER, MIXED, WELD, Make

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
        made_on="2 March 2026",
        counties=REGION,
        picture=drawn,
        in_order=ranking.rank(drawn.industries, Weights()),
        chosen="31-33",
        parts=picture.draw(frame, REGION, within="31-33", level=8),
        quarters=[("2024-Q3", one), ("2024-Q4", one)],
        weights=Weights().for_readers,
        sources=[Source("08069.csv", "ab" * 32, "4 June 2025", "2 March 2026")],
        notes=[Known("Manufacturing", "announced closure", AWKWARD, TEAM[0], "1 March")] * 12,
        stated=Stated(AWKWARD * 9, AWKWARD * 9, AWKWARD * 9, TEAM[0], "1 March"),
    )


def test_it_says_what_is_hidden_and_where_each_figure_comes_from(facts: Facts) -> None:
    brief = content.write(facts)
    cited = "Source: BLS, Quarterly Census of Employment and Wages, fourth quarter of 2024, published 4 June 2025."
    assert brief.sectors.source == brief.bubbles.source == cited
    assert "(size, growth, wage, and concentration alike)" in brief.sectors.title
    assert "100 of 1,300 jobs (7.7 %) are in cells the Bureau hides" in brief.hidden[1]
    assert brief.lead[0].startswith("Manufacturing is number 3 of 3: 1,300 jobs")
    assert brief.sources == ("08069.csv (published 4 June 2025, loaded 2 March 2026, SHA-256 abababababab…)",)


def test_it_is_two_pages_whatever_people_wrote(facts: Facts) -> None:
    made = pdf.make(content.write(facts), facts.partnership)
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
    letters = launch.messages("data-brief")
    assert sent == [len(TEAM), 0]
    assert sorted(letter.to_name for letter in letters) == sorted(TEAM)
    assert letters[0].subject == "Manufacturing in Fernwater Valley: our data brief"
    assert re.search(r"/p/\S+/brief\.pdf", letters[0].text)
    assert "is number" in letters[0].text
    with database.reading(engine) as session:
        kept = data_brief_records.newest(session, 1, sent=True)
        assert kept is not None
        assert kept.pdf.startswith(b"%PDF-")
