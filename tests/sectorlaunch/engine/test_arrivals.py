"""People who join while the launch is under way."""

from sectorlaunch.actions import roles
from sectorlaunch.tables import Invitation, RoleKind
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
