"""Documents on paper: what people wrote stays what they wrote, and the file can be read aloud."""

import re
from dataclasses import replace
from datetime import date

import pytest

from sectorlaunch.papers import pdf, seating_plan
from sectorlaunch.papers.content import Callout, Heading, Items, Paper, Picture, Table, Words, blocks_of
from sectorlaunch.records.seating import Arrangement, Seated

HOSTILE = (
    '#panic("no") #set text(red) *bold* _it_ $x^2$ `raw` <label> @ref \\u{41} [a] {b} // c /* d */ = e\n'
    '#include "/etc/passwd" #image("/etc/passwd") "quoted" \'so\' ~ -- ... \x00\u202e'
)
PAPER = Paper(
    name="agenda",
    title=HOSTILE,
    facts=(HOSTILE, "drafted"),
    blocks=(
        Heading(HOSTILE),
        Words((HOSTILE, "= not a heading", "- not an item")),
        Items((HOSTILE, "1. not a number")),
        Callout(HOSTILE, HOSTILE),
        Table((HOSTILE, "Name"), ((HOSTILE, HOSTILE),), ("auto", "1fr")),
    ),
    partnership=HOSTILE,
    slug="fernwater",
    made_on=date(2026, 3, 2),
)


def test_it_reads_paragraphs_items_and_headings_from_plain_words() -> None:
    found = blocks_of(
        "What it is\n\nA sentence.\nAnd another.\n\nFirst:\n- one\n  and more\n* two\n\n\nShort."
    )
    assert found == (
        Heading("What it is"),
        Words(("A sentence.", "And another.")),
        Heading("First"),
        Items(("one and more", "two")),
        Words(("Short.",)),
    )


@pytest.mark.parametrize("words", ["", " \r\n \n", "#", "- ", "# \n\n-"])
def test_it_reads_next_to_nothing_without_stumbling(words: str) -> None:
    assert pdf.make(replace(PAPER, blocks=blocks_of(words))).startswith(b"%PDF-")


def test_it_never_reads_what_people_wrote_as_markup() -> None:
    made = pdf.make(PAPER)
    assert made.startswith(b"%PDF-")
    assert not re.search(rb"/Subtype\s*/Image", made)


@pytest.mark.parametrize("name", ["王小明", "Ünal Şükrü", "Иван Грозный", "😀 \U0010ffff", "عربي"])
def test_it_sets_names_of_every_script(name: str) -> None:
    assert pdf.make(replace(PAPER, title=name)).startswith(b"%PDF-")


def test_it_is_tagged_with_title_and_language() -> None:
    made = pdf.make(replace(PAPER, title="Agenda", partnership="Fernwater"))
    assert b"/MarkInfo" in made
    assert b"/Lang" in made
    assert b"pdfuaid" in made


def test_it_names_the_file_after_partnership_paper_and_day() -> None:
    assert PAPER.file_name == "fernwater-agenda-2026-03-02.pdf"


def test_it_sets_name_cards_however_long_a_name_is() -> None:
    made = pdf.cards("Name cards", HOSTILE, [("Ann Alder", HOSTILE), ("x" * 200, ""), (HOSTILE, "y " * 120)])
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 2


def test_it_draws_the_room_with_a_text_for_those_who_do_not_see_it() -> None:
    seat = Seated(1, 1, "Ann", "Alder", True, True, False, True)
    around = tuple(replace(seat, person_id=n, number=n, is_business=False) for n in range(60))
    drawn = seating_plan.svg(
        Arrangement((seat, replace(seat, is_facilitator=True)), around, (), False), 'A "<room>"'
    )
    assert 'aria-label="A &quot;&lt;room>&quot;"' in drawn
    assert drawn.count("<text") == 62
    made = pdf.make(replace(PAPER, blocks=(Picture(drawn, "The room"),)))
    assert made.startswith(b"%PDF-")
