"""The portfolio: everything somebody convenes, or a lead sees, on one page that is true."""

import re
from datetime import timedelta

from fastapi.testclient import TestClient
from sqlmodel import select

from sectorlaunch import database
from sectorlaunch.actions import leads
from sectorlaunch.status import paces, portfolio
from sectorlaunch.tables import GateRun, GateState, Partnership
from tests.sectorlaunch.portal.conftest import House


def plain(client: TestClient) -> str:
    answer = client.get("/portfolio")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_it_shows_a_convener_what_they_convene_and_a_lead_everything(
    house: House, convener: TestClient
) -> None:
    own = plain(convener)
    assert ("Fernwater Valley Partnership" in own, "Elsewhere Partnership" in own) == (True, False)
    assert "1 partnership 0 late 0 launched" in own
    with database.unit_of_work(house.engine, house.launch.now) as session:
        leads.name(session, house.launch.now, "cora@example.org", by="the machine")
    assert "Elsewhere Partnership" in plain(convener)


def test_it_counts_each_once_by_step_and_by_date_late_ones_first(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        fernwater, elsewhere = session.exec(select(Partnership).order_by(Partnership.slug.desc())).all()  # type: ignore[attr-defined]
        elsewhere.ended_at = house.launch.now
        session.add(elsewhere)
        then = house.launch.now + timedelta(days=120)
        found = portfolio.of(session, then, [elsewhere, fernwater])
        assert (found.rows[0].name, found.rows[0].is_late) == (fernwater.name, True)
        lines = [(line.title, line.number, line.by_health) for line in found.lines]
    assert lines == [("1 of 6 · Build the support team", 1, (1, 0, 0, 0)), ("Ended", 1, (0, 0, 0, 0))]
    assert found.by_health == (1, 0, 0, 0)
    assert (found.total.late, found.total.held) == (1, 0)


def test_it_reads_many_against_their_dates_as_it_reads_one(house: House) -> None:
    with database.unit_of_work(house.engine, house.launch.now) as session:
        for gate in session.exec(select(GateRun).where(GateRun.run_id == house.launch.run_id).limit(2)):
            gate.state, gate.opened_at = GateState.OPEN, house.launch.now
            session.add(gate)
    then = house.launch.now + timedelta(days=120)
    with database.reading(house.engine) as session:
        everything = list(session.exec(select(Partnership)))
        many = paces.of_all(session, then, everything)
    with database.reading(house.engine) as session:
        assert [paces.of_all(session, then, [one])[0] for one in everything] == many
    assert many[0].gates_late == many[1].gates_late - 2
