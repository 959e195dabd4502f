"""A paper as PDF: one template for all of them, accessible, with page numbers, partnership and date at the foot."""

from collections.abc import Sequence
from importlib import resources

from languages import DEFAULT, Language
from sectorlaunch import typesetting
from sectorlaunch.papers.content import Paper, Picture


def make(paper: Paper) -> bytes:
    """The PDF. Takes a fraction of a second, so it is best made with no session open."""
    pictures = {
        f"picture-{at}.svg": block.svg.encode()
        for at, block in enumerate(paper.blocks)
        if isinstance(block, Picture)
    }
    return typesetting.pdf(_template("paper.typ"), paper.as_data(), pictures)


def cards(
    title: str, partnership: str, names: Sequence[tuple[str, str]], language: Language = DEFAULT
) -> bytes:
    """Name cards to fold and stand up, two on a page: name large, organization under it, on both sides."""
    data = {
        "title": title,
        "partnership": partnership,
        "cards": [list(one) for one in names],
        "language": language.short,
    }
    return typesetting.pdf(_template("cards.typ"), data)


def _template(name: str) -> str:
    return resources.files("sectorlaunch.papers").joinpath(name).read_text(encoding="utf-8")
