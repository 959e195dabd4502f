"""A button and its form: whatever a letter offers, its reader finds on the page it leads to, on that day.

The launch of the sector playbook is pressed through in Spanish, where it is walked anyway (`test_in_spanish`).
"""

from pathlib import Path

import pytest

from notifications.forms import Form
from sectorlaunch.portal import pages
from tests.story.buttons import BY_POSTING, POSTS, READ, Pressing
from tests.story.rehearsals import first_morning

TEMPLATES = Path(pages.__file__).parent / "templates"


def test_it_knows_of_every_form_where_it_is_posted_to_or_that_it_is_read() -> None:
    assert {*POSTS, *READ} == set(Form)


def test_it_has_every_section_a_button_leads_to_on_somebodys_page() -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in TEMPLATES.rglob("personal*/**/*.html"))
    written += (TEMPLATES / "personal.html").read_text(encoding="utf-8")
    lacking = [
        form
        for form in Form
        if form.anchor and f'"{form.anchor}"' not in written and f'"{form.anchor}-' not in written
    ]
    assert lacking == []


@pytest.mark.parametrize(
    ("playbook", "seed"),
    [
        ("session-series", 1),
        *(
            pytest.param(playbook, seed, marks=pytest.mark.patient)
            for playbook, seed in [
                ("sector-launch", 1),
                ("sector-launch", 2),
                ("sector-launch", 3),
                ("session-series", 2),
            ]
        ),
    ],
)
def test_it_never_happens__a_button_without_its_form(playbook: str, seed: int, tmp_path: Path) -> None:
    walk = first_morning(seed, playbook=playbook)
    pressing = Pressing(walk, tmp_path, each=1 if seed == 1 else 4)
    with pressing.at_hand():
        walk.to_the_end()
    assert pressing.troubles == []
    assert set(pressing.posted) == set(BY_POSTING) & set(pressing.pressed)
    if playbook == "sector-launch":
        assert set(pressing.posted) == set(BY_POSTING) - {Form.POLL, Form.SCORES}  # nobody opens one
    walk.stage.close()
