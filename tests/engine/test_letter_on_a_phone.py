"""The invitation on a chief executive's phone: date, place and button before anything is scrolled."""

import pytest
from playwright.sync_api import Browser

from languages import Language
from notifications.rendering import context_class, render
from tests.engine.browsing import PHONE

pytestmark = [pytest.mark.engine, pytest.mark.browser]
FIRST_LOOK = 350
"""Pixels of a phone below the head of its mail program."""


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("for_a_partner", [False, True])
def test_it_shows_date_place_and_button_at_first_look(
    browser: Browser, language: Language, for_a_partner: bool
) -> None:
    sample = context_class("invitation").sample()
    context = sample.model_copy(update={"language": language, "for_a_partner": for_a_partner})
    page = browser.new_page(viewport=PHONE, device_scale_factor=2)
    page.set_content(render("invitation", context).html)
    when, where = page.get_by_text(sample.meeting.date), page.get_by_text(sample.meeting.address)  # type: ignore[attr-defined]
    button = page.locator("a.button").first
    ends = {
        name: found.bounding_box() for name, found in (("when", when), ("where", where), ("button", button))
    }
    assert all(box and box["y"] + box["height"] <= FIRST_LOOK for box in ends.values()), ends
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    signer = page.get_by_text("Otto Brasswell").first.bounding_box()
    assert signer is not None
    assert signer["y"] > FIRST_LOOK
    page.close()
