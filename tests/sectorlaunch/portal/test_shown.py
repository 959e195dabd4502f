"""A question stands below what it is about, and is not asked before that is there; the answer stands beside it."""

from sqlmodel import Session, col, update

from sectorlaunch import database
from sectorlaunch.actions import invitations, outcomes, sector_records
from sectorlaunch.actions.sector_records import LaborMarketPicture
from sectorlaunch.tables import ChampionStage, GateRun, GateState
from tests.cast import CONVENER, MONDAY
from tests.sectorlaunch.portal.conftest import MAIN, MEMBER, House, launch_meeting
from tests.sectorlaunch.portal.test_personal_page import NINE, ask_champion, page


def reach(house: House, gate: str) -> None:
    with database.unit_of_work(house.engine, MONDAY) as session:
        session.exec(update(GateRun).where(col(GateRun.key) == gate).values(state=GateState.SHUT))


def test_it_never_happens__asked_about_numbers_nobody_has(house: House) -> None:
    """The team confirmed “the numbers” two months before there were any."""
    reach(house, "evidence-of-need")
    asks = "held the numbers against what we know"
    assert asks not in page(house, MEMBER)
    picture = LaborMarketPicture(source="BLS QCEW", quarter="2025-Q3")
    house.launch.do(
        lambda s, now: sector_records.load_labor_data(s, now, house.launch.run_id, picture, by=CONVENER)
    )
    text = page(house, MEMBER)
    assert text.index("From BLS QCEW, 2025-Q3.") < text.index(asks)
    field = "evidence-of-need.local-knowledge"
    house.visitor().post(
        f"/p/{house.link(MEMBER)}/answers",
        data={f"{field}.verdict": "done", f"{field}.note": "Two shops here report to another county."},
    )
    beside = house.signed_in(CONVENER).get(f"/partnerships/{MAIN}/sector").text
    assert "Two shops here report to another county." in beside


def test_it_shows_the_list_once_above_what_it_asks_about_it(house: House) -> None:
    reach(house, "invite-list")
    assert "does the list look right to you" not in page(house, MEMBER)
    house.launch.do(lambda s, now: invitations.list_guests(s, now, house.launch.run_id))
    text = page(house, MEMBER)
    assert text.count('id="evidence-guest-list"') == 1
    assert text.index("Biz Alder") < text.index("does the list look right to you")
    assert "555" not in text[text.index('id="evidence-guest-list"') :].partition("</div>")[0]
    house.visitor().post(
        f"/p/{house.link(MEMBER)}/answers",
        data={
            "invite-list.drawn-up-together.verdict": "still open",
            "invite-list.drawn-up-together.note": "Ask Ann.",
        },
    )
    assert "Ask Ann." in house.signed_in(CONVENER).get(f"/partnerships/{MAIN}/guests").text


def test_it_asks_champions_about_priorities_once_some_are_chosen(house: House) -> None:
    ask_champion(house, ChampionStage.AGREED)
    reach(house, "priorities")
    assert "Do these priorities belong" not in page(house, "Champ One")

    def choose(session: Session, now: object) -> None:
        run_id = house.launch.run_id
        launch = launch_meeting(house)
        named = outcomes.record_priority(session, NINE, run_id, "Nobody can read a drawing", by=CONVENER)
        outcomes.choose(session, NINE, run_id, [named.pk], by=CONVENER)
        held = session.get_one(type(launch), launch.pk)
        held.held_at = NINE
        session.add(held)

    house.launch.do(choose)
    text = page(house, "Champ One")
    assert text.index("Nobody can read a drawing") < text.index("Do these priorities belong")
