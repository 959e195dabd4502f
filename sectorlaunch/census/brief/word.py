"""The brief as a Word document, for those who want other words."""

import io
from typing import Any

from sectorlaunch.census import drawing
from sectorlaunch.census.brief.content import Brief, Figure
from sectorlaunch.census.brief.tables import Table


def make(brief: Brief) -> bytes:
    """A .docx with headings, real tables, and pictures that carry their text alternative."""
    from docx import Document
    from docx.shared import Inches, Pt

    page = Document()
    page.styles["Normal"].font.size = Pt(10)
    for section in page.sections:
        section.left_margin = section.right_margin = Inches(0.9)
        section.top_margin = section.bottom_margin = Inches(0.8)
    page.core_properties.title = brief.title
    page.core_properties.language = brief.language.value
    _speak(page, brief.language.value)
    page.add_heading(brief.title, 0)
    page.add_paragraph(brief.subtitle)
    page.add_paragraph(" ".join(brief.lead))
    if brief.decision:
        page.add_paragraph(brief.decision)
    _table(page, brief.sectors)
    _picture(page, brief.bubbles, Inches(6.2))
    if brief.over_time:
        _picture(page, brief.over_time, Inches(4))
    _picture(page, brief.footprint, Inches(4))
    if brief.stated:
        page.add_heading(brief.say("why these"), 2)
        for note in brief.stated:
            page.add_paragraph(f"{note.heading} {note.text}")
        page.add_paragraph(brief.stated[-1].signed)
    if brief.parts:
        _table(page, brief.parts)
    if brief.notes:
        page.add_heading(brief.say("known"), 2)
        for note in brief.notes:
            page.add_paragraph(f"{note.heading} {note.text} ({note.signed})", style="List Bullet")
    page.add_heading(brief.say("hidden"), 2)
    page.add_paragraph(" ".join(brief.hidden))
    page.add_heading(brief.say("counted"), 2)
    page.add_paragraph(" ".join(brief.method))
    page.add_paragraph(f"{brief.files} {brief.made_on}")
    kept = io.BytesIO()
    page.save(kept)
    return kept.getvalue()


def _speak(page: Any, language: str) -> None:
    """So that Word checks the spelling of the language it is in."""
    from docx.oxml.ns import qn

    for mark in page.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)


def _table(page: Any, table: Table) -> None:
    page.add_heading(table.title, 2)
    grid = page.add_table(rows=1, cols=len(table.head), style="Light List")
    for cell, words in zip(grid.rows[0].cells, table.head, strict=True):
        cell.text = words
    for row in table.rows:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    page.add_paragraph(table.source)


def _picture(page: Any, figure: Figure, width: int) -> None:
    page.add_heading(figure.chart.title, 2)
    shape = page.add_picture(io.BytesIO(drawing.png(figure.chart.spec, 2.5)), width=width)
    shape._inline.docPr.set("descr", figure.chart.words)
    page.add_paragraph(figure.source)
