"""Step 3 in a real browser, with JavaScript and without: the convener at a desk, the champions on their phones."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlmodel import Session

from sectorlaunch import database
from sectorlaunch.actions import meetings
from sectorlaunch.records import champions
from sectorlaunch.tables import ChampionStage, PlaceKind, StepState
from tests.cast import Launch
from tests.engine.browsing import DESK, PHONE, OpenHouse, open_house
from tests.sample import Moment, Sample

pytestmark = [pytest.mark.engine, pytest.mark.browser, pytest.mark.timeout(180)]

UNTIL = "2027-01-15"


@pytest.fixture
def house(caught: dict[Moment, Sample], tmp_path: Path, free_port: Callable[[], int]) -> Iterator[OpenHouse]:
    """The portal while the champions are being asked; it has a copy of the sample for itself."""
    sample = caught[Moment.CHAMPIONS_ASKED].copied(tmp_path / "home")
    with open_house(sample, free_port()) as house:
        yield house
    assert house.watch.foreign == []
    assert house.watch.complaints == []


@pytest.fixture
def launch(house: OpenHouse) -> Launch:
    """What Prefect's flows would do, when the test says so."""
    return Launch(house.sample.engine, house.sample.run_id, house.sample.now)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_it_goes_through_step_three(
    house: OpenHouse, launch: Launch, browser: Browser, javascript: bool
) -> None:
    desk = house.visit(browser, signed_in=True, viewport=DESK, java_script_enabled=javascript)
    page = desk.new_page()
    where = f"{house.address}/partnerships/{house.sample.slug}"

    pass_gate(page, where, "champions", launch)
    the_place_is_agreed(launch)
    pass_gate(page, where, "logistics", launch)
    for champion in ("Champ One", "Champ Two"):
        sign_on_a_phone(house, launch, browser, champion, javascript=javascript)
    pass_gate(page, where, "invite-list", launch)
    pass_gate(page, where, "invited", launch)

    page.goto(where)
    expect(page.locator(".path [aria-current=step]")).to_contain_text("Launch")
    assert launch.step("prepare-to-launch").state is StepState.PASSED
    desk.close()


def pass_gate(page: Page, where: str, gate: str, launch: Launch) -> None:
    """Answers two questions that the convener can answer, and sets the whole gate aside if it is still shut."""
    launch.go_on()
    for _ in range(2):
        page.goto(where)
        question = page.locator(
            f"#gate-{gate} li.question.open", has=page.get_by_text("Answer", exact=True)
        ).first
        if launch.gate(gate).opened_at is None and question.count():
            answer(question)
            expect(page.get_by_role("status")).to_contain_text("The answer is recorded")
            launch.go_on()
    if launch.gate(gate).opened_at is None:
        page.goto(where)
        set_aside(page.locator(f"#gate-{gate}"))
        expect(page.get_by_role("status")).to_contain_text("the gate is open")
        launch.go_on()


def answer(question: Locator) -> None:
    """On behalf of the first who has not said anything yet."""
    question.get_by_text("Answer", exact=True).first.click()
    form = question.locator("form[action$='/answers']")
    said = question.locator(".said li b").all_inner_texts()
    names = form.get_by_label("On behalf of")
    if names.count():
        options = [option.inner_text() for option in names.locator("option").all()]
        names.select_option(label=next(one for one in options if one.removesuffix(" (you)") not in said))
    form.get_by_text("Yes", exact=True).click()
    form.get_by_label("Note").fill("Talked about it on the phone.")
    form.get_by_role("button", name="Save the answer").click()


def set_aside(gate: Locator) -> None:
    gate.get_by_text("Set the whole gate aside", exact=True).click()
    form = gate.locator(".whole form[action$='/waivers']")
    form.get_by_label("Why it can wait").fill("It is being settled by phone this week.")
    form.get_by_label("Until").fill(UNTIL)
    form.get_by_role("button", name="Set aside").click()


def the_place_is_agreed(launch: Launch) -> None:
    launch.go_on()
    found = launch.launch_meeting()
    host = launch.someone("Champ One")

    def settle(session: Session, now: datetime) -> None:
        meetings.change(
            session,
            now,
            launch.run_id,
            found.pk,
            by="Cora Venner",
            starts_at=datetime(2026, 9, 10, 14, 30, tzinfo=UTC),
            place="The plant of One Gears",
            place_kind=PlaceKind.BUSINESS,
            host_id=host.id,
        )

    launch.do(settle)


def sign_on_a_phone(
    house: OpenHouse, launch: Launch, browser: Browser, name: str, *, javascript: bool
) -> None:
    """Three taps from the letter in the mail: open, choose, send."""
    phone = house.visit(browser, viewport=PHONE, has_touch=True, java_script_enabled=javascript)
    page = phone.new_page()
    page.goto(f"{house.address}/p/{house.sample.link(launch.someone(name))}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Will you sign the invitation?")
    expect(page.frame_locator("iframe").get_by_text(name, exact=True)).to_be_visible()
    letter = page.locator("#champion")
    letter.get_by_text("I’ll sign it", exact=True).tap()
    letter.get_by_role("button", name="Send my answer").tap()
    expect(page.get_by_role("status")).to_contain_text("Your signature is on the letter")
    expect(page.get_by_role("link", name="970-").first).to_be_visible()
    with database.reading(house.sample.engine) as session:
        stages = {
            person.name: champion.stage
            for champion, person in champions.at_stages(session, house.sample.partnership_id, ChampionStage)
        }
    assert stages[name] is ChampionStage.SIGNED
    phone.close()
