"""The pages of a convener: what they show."""

from fastapi.testclient import TestClient

from tests.sectorlaunch.portal.conftest import MAIN


def test_it_lists_the_partnerships_with_step_gate_and_what_is_missing(convener: TestClient) -> None:
    page = convener.get("/").text
    assert "Fernwater Valley Partnership" in page
    assert "Step 1 of 6" in page
    assert "One shared table" in page
    assert "Will Work" in page
    assert "Thu 10 Sep 2026" in page


def test_it_shows_the_open_gate_with_reasons_and_who_can_settle_it(convener: TestClient) -> None:
    page = convener.get(f"/partnerships/{MAIN}").text
    assert "Why it is still shut" in page
    assert "Can settle it" in page
    assert "Edda Teach" in page
