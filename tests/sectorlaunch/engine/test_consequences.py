"""What follows from a deed, before the commit: once for each event, in rounds that end."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, select

from playbooks.model import Anchor
from sectorlaunch import database, events
from sectorlaunch.engine import consequences
from sectorlaunch.errors import ConsequencesMissing, EndlessConsequences
from sectorlaunch.events import EventKind, Happening
from sectorlaunch.records.launch import Launch as LaunchAtHand
from sectorlaunch.tables import Event, Partnership
from tests.cast import MONDAY, Launch

ROOT = Path(__file__).parents[3]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Happening]:
    """What a reaction to seats that are kept was asked about."""
    found: list[Happening] = []
    reactions = (lambda _launch, happening: found.append(happening),)
    monkeypatch.setitem(consequences.REACTIONS, EventKind.SEATS_KEPT, reactions)
    return found


def keep_seats(session: Session, launch: Launch, words: str) -> None:
    events.record(session, MONDAY, launch.run_id, "Cora Venner", EventKind.SEATS_KEPT, words, words=words)


def test_it_reacts_to_each_event_once_and_in_their_order(launch: Launch, seen: list[Happening]) -> None:
    with database.unit_of_work(launch.engine, MONDAY) as session:
        keep_seats(session, launch, "first")
        keep_seats(session, launch, "second")
        assert not seen
    assert [(one.actor, one.data["words"]) for one in seen] == [
        ("Cora Venner", "first"),
        ("Cora Venner", "second"),
    ]
    with database.unit_of_work(launch.engine, MONDAY) as session:
        events.touch(session, launch.run_id)
    assert len(seen) == 2


def test_it_reacts_to_what_leaves_no_line_of_history(launch: Launch, seen: list[Happening]) -> None:
    with database.unit_of_work(launch.engine, MONDAY) as session:
        events.touch(session, launch.run_id, EventKind.SEATS_KEPT, words="quietly")
    assert [one.data["words"] for one in seen] == ["quietly"]


def test_it_does_nothing_about_what_was_rolled_back(launch: Launch, seen: list[Happening]) -> None:
    with database.unit_of_work(launch.engine, MONDAY) as session:
        keep_seats(session, launch, "stands")
        with pytest.raises(LookupError), session.begin_nested():
            keep_seats(session, launch, "undone")
            with session.begin_nested():
                keep_seats(session, launch, "undone with what is around it")
                events.touch(session, launch.run_id, EventKind.SEATS_KEPT, words="undone without a line")
            raise LookupError
        with session.begin_nested():
            keep_seats(session, launch, "stands as well")
    assert [one.data["words"] for one in seen] == ["stands", "stands as well"]


def test_it_forgets_a_unit_of_work_that_failed(launch: Launch, seen: list[Happening]) -> None:
    with Session(launch.engine) as session:
        keep_seats(session, launch, "undone")
        session.rollback()
        consequences.follow(session, MONDAY)
    assert not seen


def test_it_forgets_a_launch_that_was_only_touched_in_what_was_rolled_back(
    launch: Launch, seen: list[Happening]
) -> None:
    with database.unit_of_work(launch.engine, MONDAY) as session:
        with pytest.raises(LookupError), session.begin_nested():
            keep_seats(session, launch, "undone")
            events.touch(session, launch.run_id)
            raise LookupError
        assert launch.run_id not in events.touched(session)
        events.touch(session, launch.run_id)
        with pytest.raises(LookupError), session.begin_nested():
            keep_seats(session, launch, "undone")
            raise LookupError
        assert launch.run_id in events.touched(session)
    assert not seen


def test_it_loses_only_what_follows_where_that_is_tolerated(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failure: what a broken reaction had changed cannot be read any more once the unit of work is closed."""

    def break_off(at_hand: LaunchAtHand, _kept: Happening) -> None:
        at_hand.partnership.name = "Changed by what failed"
        at_hand.session.flush()
        raise ValueError("a playbook that cannot be followed")

    def keep(tolerates: database.Tolerates | None, words: str) -> Partnership:
        with database.unit_of_work(launch.engine, MONDAY, tolerates=tolerates) as session:
            partnership = LaunchAtHand.of(session, MONDAY, launch.run_id).partnership
            keep_seats(session, launch, words)
        return partnership

    monkeypatch.setitem(consequences.REACTIONS, EventKind.SEATS_KEPT, (break_off,))
    for tolerates in (None, lambda error: not isinstance(error, ValueError)):
        with pytest.raises(ValueError, match="cannot be followed"):
            keep(tolerates, "lost with what follows")
    assert keep(lambda _error: True, "kept").name == "Fernwater Valley Partnership"
    with database.reading(launch.engine) as session:
        kept = [event.summary for event in everything(session) if event.kind == EventKind.SEATS_KEPT]
    assert kept == ["kept"]


def test_it_follows_without_the_gates_where_they_cannot_be_reviewed(
    launch: Launch, seen: list[Happening], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: Session, _now: object, _run_id: int) -> None:
        raise ValueError("a fact that cannot be told")

    def kept(at_hand: LaunchAtHand, happening: Happening) -> None:
        seen.append(happening)
        events.record(at_hand.session, MONDAY, at_hand.run_id, "Cora", EventKind.SECTOR_NOTE, "It followed.")

    monkeypatch.setattr(consequences.gates, "review_run", fail)
    monkeypatch.setitem(consequences.REACTIONS, EventKind.SEATS_KEPT, (kept,))
    with database.unit_of_work(launch.engine, MONDAY, tolerates=lambda _error: True) as session:
        keep_seats(session, launch, "kept")
    assert len(seen) == 2
    with database.reading(launch.engine) as session:
        assert [event.summary for event in everything(session)].count("It followed.") == 1


def test_it_ends_after_ten_rounds_and_names_the_events(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []

    def propose_again(at_hand: LaunchAtHand, _kept: Happening) -> None:
        rounds.append(1)
        words = "Once more."
        events.record(at_hand.session, at_hand.now, at_hand.run_id, "Cora", EventKind.SEATS_PROPOSED, words)

    monkeypatch.setitem(consequences.REACTIONS, EventKind.SEATS_PROPOSED, (propose_again,))
    with (
        pytest.raises(EndlessConsequences, match=r"after 10 rounds .*: seats proposed\."),
        database.unit_of_work(launch.engine, MONDAY) as session,
    ):
        events.record(session, MONDAY, launch.run_id, "Cora", EventKind.SEATS_PROPOSED, "Once.")
    assert len(rounds) == consequences.MOST_ROUNDS
    with database.reading(launch.engine) as session:
        assert not [event for event in everything(session) if event.kind == EventKind.SEATS_PROPOSED]


def test_it_stores_nothing_in_a_process_that_would_skip_what_follows(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_consequences", [])
    with database.unit_of_work(launch.engine, MONDAY):
        pass
    with (
        pytest.raises(ConsequencesMissing, match=r"sectorlaunch\.engine\.consequences"),
        database.unit_of_work(launch.engine, MONDAY) as session,
    ):
        keep_seats(session, launch, "skipped")
    with database.reading(launch.engine) as session:
        assert not [event for event in everything(session) if event.summary == "skipped"]


def test_it_keeps_the_words_history_has_always_had(launch: Launch) -> None:
    with database.reading(launch.engine) as session:
        kinds = {event.kind for event in everything(session)}
    assert kinds >= {"partnership started", "step opened", "gate reached", "touch carried out"}
    assert kinds <= {kind.value for kind in EventKind}


def test_it_plans_touches_anew_for_the_anchors_a_kind_moves(
    launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[frozenset[Anchor]] = []
    monkeypatch.setattr(consequences.plan, "replan", lambda _session, _now, _run, moved: asked.append(moved))
    with database.unit_of_work(launch.engine, MONDAY) as session:
        for kind in (EventKind.COMMITMENT_SETTLED, EventKind.CHAMPION_MOVED, EventKind.SEAT_CHANGED):
            events.record(
                session, MONDAY, launch.run_id, "Cora", kind, "Something.", stage="asked", had_signed=False
            )
    assert asked == [{Anchor.COMMITMENT_DUE, Anchor.CHAMPION_ASKED, Anchor.CHAMPION_AGREED}]


def test_it_reacts_only_to_what_is_recorded_somewhere() -> None:
    recorded = {name for path in (ROOT / "sectorlaunch").rglob("*.py") for name in kinds_named_in(path)}
    wanted = {kind.name for kind in (*consequences.REACTIONS, *consequences.BRING_PEOPLE)}
    assert wanted <= recorded
    message_states = {kind.name for kind in EventKind if kind.name.startswith("MESSAGE_")}
    assert {kind.name for kind in EventKind} - recorded <= message_states


def kinds_named_in(path: Path) -> Iterator[str]:
    if path.name in ("consequences.py", "events.py"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "EventKind":
            yield node.attr


def everything(session: Session) -> list[Event]:
    return list(session.exec(select(Event)))
