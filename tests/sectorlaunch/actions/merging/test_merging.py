"""What a convener sees of a merge: the more binding state, nobody written to twice, and the way back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from sectorlaunch import database, known_addresses
from sectorlaunch.actions import contacts as contact_actions
from sectorlaunch.actions import people, removal
from sectorlaunch.actions.matching import OnRecord
from sectorlaunch.actions.merging import merge as merge_entries
from sectorlaunch.actions.merging.merge import Merged
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.records import people_list
from sectorlaunch.tables import (
    Champion,
    ChampionMove,
    ChampionStage,
    Event,
    Invitation,
    InvitationState,
    Merge,
    Message,
    MessageState,
    Person,
    Role,
    RoleKind,
)
from tests.cast import Launch, begin

from .any_row import NOW, make, person

LATER = NOW + timedelta(days=1)
MakeTwo = Callable[..., tuple[int, int]]


@pytest.fixture
def launch(engine: Engine, tmp_path: Path) -> Launch:
    return begin(engine, tmp_path)


def merge(session: Session, kept: int, gone: int) -> Merged:
    return merge_entries.merge(session, LATER, kept, gone, by="Cora Venner")


def two(session: Session, **gone: object) -> tuple[int, int]:
    return person(session, "Ann Lee", email="ann@example.com"), person(session, "Ann Leigh", **gone)


# what is known of a person


def test_it_fills_blanks_and_keeps_what_is_known(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session, email="al@example.com", phone="970-555-0100", job_title="CEO", decides=True)
        merge(session, kept, gone)

        one = session.get_one(Person, kept)
        assert (one.name, one.email, one.phone, one.decides) == (
            "Ann Lee",
            "ann@example.com",
            "970-555-0100",
            True,
        )


def test_it_holds_do_not_contact_of_either(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session, do_not_contact_since=NOW)
        done = merge(session, kept, gone)
        asked = session.get_one(Person, kept).do_not_contact_since
        merge_entries.unmerge(session, LATER, done.merge_id, by="Cora Venner")

        assert asked == NOW
        assert session.get_one(Person, kept).do_not_contact_since is None


def test_it_takes_the_address_that_works(engine: Engine) -> None:
    with Session(engine) as session:
        kept = person(session, "Ann Lee", email="old@example.com")
        known_addresses.note_refused(session, NOW, "old@example.com")
        gone = person(session, "Ann Lee", email="new@example.com")
        waiting = make(session, Message, person_id=kept, to_address="old@example.com")
        merge(session, kept, gone)

        one = session.get_one(Person, kept)
        session.refresh(waiting)
        assert one.email == "new@example.com"
        assert waiting.to_address == "new@example.com"  # type: ignore[attr-defined]


def test_it_finds_the_person_by_either_address_afterwards(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session, email="al@example.com")
        merge(session, kept, gone)

        home = session.get_one(Person, kept).partnership_id
        found = OnRecord(session, home, ["al@example.com"], [], []).person("al@example.com", "", "")
        assert found is not None
        assert found.id == kept


# the more binding state


def champions(
    session: Session, kept: int, gone: int, first: ChampionStage, second: ChampionStage
) -> Champion:
    """Both on the pipeline of one partnership; the second moved a day after the first."""
    one = make(session, Champion, person_id=kept, stage=first)
    assert isinstance(one, Champion)
    other = make(session, Champion, person_id=gone, stage=second, partnership_id=one.partnership_id)
    assert isinstance(other, Champion)
    make(session, ChampionMove, champion_id=one.id, stage=first, moved_at=NOW)
    make(session, ChampionMove, champion_id=other.id, stage=second, moved_at=LATER)
    return one


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (ChampionStage.PROSPECT, ChampionStage.ASKED, ChampionStage.ASKED),
        (ChampionStage.SIGNED, ChampionStage.ASKED, ChampionStage.SIGNED),
        (ChampionStage.DECLINED, ChampionStage.ASKED, ChampionStage.DECLINED),
        (ChampionStage.DECLINED, ChampionStage.AGREED, ChampionStage.AGREED),
        (ChampionStage.AGREED, ChampionStage.DECLINED, ChampionStage.DECLINED),
    ],
)
def test_it_keeps_the_champion_furthest_along_and_the_later_no_or_yes(
    engine: Engine, first: ChampionStage, second: ChampionStage, holds: ChampionStage
) -> None:
    with Session(engine) as session:
        kept, gone = two(session)
        one = champions(session, kept, gone, first, second)
        merge(session, kept, gone)

        session.refresh(one)
        moves = session.exec(select(ChampionMove).where(ChampionMove.champion_id == one.id)).all()
        assert one.stage is holds
        assert len(moves) == 2


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (InvitationState.INVITED, InvitationState.DECLINED, InvitationState.DECLINED),
        (InvitationState.ACCEPTED, InvitationState.INVITED, InvitationState.ACCEPTED),
        (InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.DECLINED),
        (InvitationState.ATTENDED, InvitationState.DECLINED, InvitationState.ATTENDED),
        (InvitationState.ACCEPTED, InvitationState.NO_SHOW, InvitationState.NO_SHOW),
    ],
)
def test_it_keeps_the_latest_reply_and_what_happened_above_all_replies(
    engine: Engine, first: InvitationState, second: InvitationState, holds: InvitationState
) -> None:
    with Session(engine) as session:
        kept, gone = two(session)
        one = make(session, Invitation, person_id=kept, state=first, replied_at=NOW)
        assert isinstance(one, Invitation)
        make(session, Invitation, person_id=gone, state=second, replied_at=LATER, meeting_id=one.meeting_id)
        merge(session, kept, gone)

        (left,) = session.exec(select(Invitation).where(Invitation.meeting_id == one.meeting_id)).all()
        assert (left.person_id, left.state) == (kept, holds)


def test_it_holds_a_role_while_either_entry_holds_it(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session)
        one = make(session, Role, person_id=kept, kind=RoleKind.CHAMPION, ended_at=NOW)
        assert isinstance(one, Role)
        make(
            session,
            Role,
            person_id=gone,
            kind=one.kind,
            partnership_id=one.partnership_id,
            acknowledged_at=NOW,
        )
        merge(session, kept, gone)

        session.refresh(one)
        assert (one.ended_at, one.acknowledged_at) == (None, NOW)


# nobody is written to twice


@pytest.mark.parametrize(
    ("first", "second", "kept_has", "gone_has"),
    [
        (MessageState.QUEUED, MessageState.SENT, MessageState.SENT, MessageState.CANCELED),
        (MessageState.SENT, MessageState.QUEUED, MessageState.SENT, MessageState.CANCELED),
        (MessageState.QUEUED, MessageState.QUEUED, MessageState.QUEUED, MessageState.CANCELED),
        (MessageState.SENT, MessageState.SENT, MessageState.SENT, MessageState.SENT),
        (MessageState.DEAD, MessageState.QUEUED, MessageState.QUEUED, MessageState.DEAD),
        (MessageState.UNCERTAIN, MessageState.QUEUED, MessageState.UNCERTAIN, MessageState.CANCELED),
    ],
)
def test_it_leaves_one_message_to_send_at_most_and_none_where_one_was_sent(
    engine: Engine,
    first: MessageState,
    second: MessageState,
    kept_has: MessageState,
    gone_has: MessageState,
) -> None:
    with Session(engine) as session:
        kept, gone = two(session, email="al@example.com")
        one = make(session, Message, person_id=kept, state=first)
        assert isinstance(one, Message)
        same = {
            "run_id": one.run_id or make_run(session, one),
            "purpose": one.purpose,
            "occurrence": one.occurrence,
        }
        make(session, Message, person_id=gone, state=second, **same)
        merge(session, kept, gone)

        by_person = {m.person_id: m.state for m in session.exec(select(Message)).all()}
        assert by_person == {kept: kept_has, gone: gone_has}


def make_run(session: Session, message: Message) -> int:
    from sectorlaunch.tables import PlaybookRun

    run = make(session, PlaybookRun)
    assert isinstance(run, PlaybookRun)
    message.run_id = run.pk
    session.flush()
    return run.pk


def test_it_does_not_send_again_what_the_other_entry_has_had(launch: Launch) -> None:
    """The same welcome is due to both; one entry has had it, and nothing new is written to the other."""
    launch.wait(3)
    had = {(m.purpose, m.occurrence) for m in launch.messages() if m.to_name in ("Edda Teach", "Enid Grow")}
    before = len(launch.messages())

    def join(session: Session, now: object) -> None:
        merge_entries.merge(
            session,
            launch.now,
            launch.person(session, "Edda Teach"),
            launch.person(session, "Enid Grow"),
            by="Cora Venner",
        )

    launch.do(join)
    launch.wait(0)

    assert had
    assert len(launch.messages()) == before


def test_it_refuses_while_a_message_is_being_sent(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session)
        make(session, Message, person_id=gone, state=MessageState.LEASED)

        with pytest.raises(NotAllowed, match="being sent at this moment"):
            merge(session, kept, gone)


# taking it back


def test_it_leaves_what_was_changed_since(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session, phone="970-555-0100")
        done = merge(session, kept, gone)
        session.get_one(Person, kept).phone = "970-555-0199"

        undone = merge_entries.unmerge(session, LATER, done.merge_id, by="Cora Venner")

        assert undone.left == 1
        assert session.get_one(Person, kept).phone == "970-555-0199"
        assert session.get_one(Person, gone).phone == "970-555-0100"


def test_it_puts_back_a_row_whose_number_was_given_out_again(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session)
        one = champions(session, kept, gone, ChampionStage.ASKED, ChampionStage.AGREED)
        done = merge(session, kept, gone)
        newcomer = person(session, "New Comer")
        make(session, Champion, person_id=newcomer, partnership_id=one.partnership_id)

        merge_entries.unmerge(session, LATER, done.merge_id, by="Cora Venner")

        back = session.exec(select(Champion).where(Champion.person_id == gone)).one()
        moves = session.exec(select(ChampionMove).where(ChampionMove.champion_id == back.id)).all()
        assert back.stage is ChampionStage.AGREED
        assert [move.stage for move in moves] == [ChampionStage.AGREED]


def test_it_takes_the_latest_merge_back_first(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session)
        third = person(session, "A. Lee")
        first = merge(session, kept, gone)
        second = merge(session, third, kept)

        with pytest.raises(NotAllowed, match=f"Merge {second.merge_id} of the same person"):
            merge_entries.unmerge(session, LATER, first.merge_id, by="Cora Venner")
        merge_entries.unmerge(session, LATER, second.merge_id, by="Cora Venner")
        merge_entries.unmerge(session, LATER, first.merge_id, by="Cora Venner")

        assert session.exec(select(Person).where(col(Person.merged_into_id).is_not(None))).all() == []


def test_it_refuses_what_makes_no_sense(engine: Engine) -> None:
    with Session(engine) as session:
        kept, gone = two(session)
        with pytest.raises(NotAllowed, match="one entry"):
            merge(session, kept, kept)
        done = merge(session, kept, gone)
        with pytest.raises(NotAllowed, match="was merged into"):
            merge(session, kept, gone)
        merge_entries.unmerge(session, LATER, done.merge_id, by="Cora Venner")
        with pytest.raises(NotAllowed, match="already"):
            merge_entries.unmerge(session, LATER, done.merge_id, by="Cora Venner")
        with pytest.raises(NotFound):
            merge_entries.unmerge(session, LATER, 99, by="Cora Venner")


# the record, and being forgotten


def test_it_says_so_in_the_history_of_the_launch(launch: Launch) -> None:
    def join(session: Session, now: object) -> Merged:
        alder, birch = launch.person(session, "Biz Alder"), launch.person(session, "Biz Birch")
        return merge_entries.merge(session, launch.now, alder, birch, by="Cora Venner")

    done = launch.do(join)

    with database.reading(launch.engine) as session:
        listed = [one.name for one in people_list.list_people(session, "fernwater")]
        told = session.exec(select(Event).where(Event.kind == "people merged")).one()
        found = people_list.find(session, "fernwater", "birch@example.com")
    assert "Biz Birch" not in listed
    assert (told.run_id, told.actor) == (launch.run_id, "Cora Venner")
    assert found.name == "Biz Alder"
    assert done.gone == "Biz Birch (birch@example.com)"


def test_it_forgets_both_entries_when_the_person_asks_to_be_forgotten(launch: Launch) -> None:
    def join_and_forget(session: Session, now: object) -> int:
        alder, birch = launch.person(session, "Biz Alder"), launch.person(session, "Biz Birch")
        done = merge_entries.merge(session, launch.now, alder, birch, by="Cora Venner")
        removal.anonymize(session, launch.now, alder)
        return done.merge_id

    merge_id = launch.do(join_and_forget)

    with database.unit_of_work(launch.engine, launch.now) as session:
        assert (
            session.exec(
                select(Person).where(col(Person.email).in_(["alder@example.com", "birch@example.com"]))
            ).all()
            == []
        )
        assert session.get_one(Merge, merge_id).moves == []
        assert not [e for e in session.exec(select(Event)) if "Birch" in e.summary or "birch@" in e.summary]
        with pytest.raises(NotAllowed, match="removed on request"):
            merge_entries.unmerge(session, launch.now, merge_id, by="Cora Venner")


def test_it_does_not_bring_a_merged_person_back_by_the_same_list(launch: Launch, tmp_path: Path) -> None:
    from sectorlaunch.files import contacts_file

    contacts = contacts_file.read(tmp_path / "contacts.csv")

    def join_and_take(session: Session, now: object) -> contact_actions.ImportReport:
        alder, birch = launch.person(session, "Biz Alder"), launch.person(session, "Biz Birch")
        merge_entries.merge(session, launch.now, alder, birch, by="Cora Venner")
        return people.import_contacts(session, launch.now, "fernwater", contacts)

    report = launch.do(join_and_take)

    birch = next(row for row in report.rows if row.name == "Biz Birch")
    assert birch.outcome is contact_actions.Outcome.UNCHANGED
