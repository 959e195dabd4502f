"""People who join while the launch is under way."""

from datetime import datetime

from sqlmodel import Session

from sectorlaunch.actions import champions, releases, roles
from sectorlaunch.engine import consequences
from sectorlaunch.tables import ChampionStage, Invitation, RoleKind
from tests.cast import Launch
from tests.sectorlaunch.engine.test_touches import reach_the_champions


def test_it_welcomes_a_member_who_joins_the_team_later_once(launch: Launch) -> None:
    late = launch.someone("Pub Partner").pk
    for _ in range(2):
        launch.do(lambda session, now: roles.add_role(session, now, "fernwater", late, RoleKind.SUPPORT_TEAM))
    assert [m.to_name for m in launch.messages("welcome")].count("Pub Partner") == 1


def test_it_does_not_ask_a_latecomer_about_a_gate_that_is_open(launch: Launch) -> None:
    reach_the_champions(launch)
    late = launch.someone("Pub Partner").pk
    launch.do(lambda session, now: roles.add_role(session, now, "fernwater", late, RoleKind.SUPPORT_TEAM))
    assert not [m for m in launch.messages("answer-request") if m.to_name == "Pub Partner"]


def test_it_puts_nobody_on_a_guest_list_that_is_not_drawn_up(launch: Launch) -> None:
    from sqlmodel import select

    from sectorlaunch import database

    with database.reading(launch.engine) as session:
        assert session.exec(select(Invitation)).all() == []


def test_it_asks_a_prospect_in_the_name_of_the_owner_before_they_are_moved(launch: Launch) -> None:
    """Named and moved in one breath, they would count as asked and never get the letter that asks."""
    reach_the_champions(launch)
    launch.wait(1)
    late, owner = launch.someone("Biz Alder"), launch.someone("Edda Teach")

    def name(session: Session, now: datetime) -> None:
        roles.add_role(session, now, "fernwater", late.pk, RoleKind.CHAMPION)
        champions.propose(session, now, launch.run_id, late, owner, "Cora Venner")
        releases.give(session, now, launch.run_id, "champion-ask", by=owner, to=[late.pk])
        consequences.follow(session, now)
        champions.move(session, now, launch.run_id, late, ChampionStage.ASKED, by="Cora Venner")

    launch.do(name)
    assert [m.to_name for m in launch.messages("champion-ask")].count("Biz Alder") == 1
