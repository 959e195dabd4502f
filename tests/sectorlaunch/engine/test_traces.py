"""What the installation keeps of people goes when its period is over; what still opens something, or protects, stays."""

from datetime import timedelta

from sqlmodel import col, select

from sectorlaunch import access_links
from sectorlaunch.actions import sign_ins, traces
from sectorlaunch.database import reading, unit_of_work
from sectorlaunch.engine import traces as engine
from sectorlaunch.records import access
from sectorlaunch.settings import Settings, TracePeriods
from sectorlaunch.tables import (
    AccessLink,
    Account,
    AccountLink,
    AccountLinkPurpose,
    AddressChange,
    Inbox,
    LinkPurpose,
    ReceivedKind,
    ReceivedMail,
    SignIn,
)
from tests.cast import CONVENER, MONDAY, TEAM, Launch

DAY = timedelta(days=1)
USUAL = Settings().traces


def sweep(launch: Launch, days: int, periods: TracePeriods = USUAL) -> list[str]:
    now = MONDAY + days * DAY
    with unit_of_work(launch.engine, now) as session:
        return engine.sweep(session, now, periods)


def test_it_forgets_what_is_over_and_leaves_what_is_not(launch: Launch) -> None:
    member, convener = launch.someone(TEAM[0]), launch.someone(CONVENER)
    with unit_of_work(launch.engine, MONDAY) as session:
        for kind in (AccessLink, AccountLink):
            for row in session.exec(select(kind)):
                session.delete(row)
        account_id = session.exec(select(Account.id)).first()
        assert account_id is not None
        lives = access_links.issue(session, MONDAY, member.pk, LinkPurpose.PERSONAL)
        ended = access_links.issue(session, MONDAY, convener.pk, LinkPurpose.PERSONAL)
        session.flush()
        link = session.exec(select(AccessLink).where(AccessLink.person_id == convener.id)).one()
        link.revoked_at = MONDAY
        session.add_all(
            (link, AddressChange(account_id=account_id, email="new@example.org", asked_at=MONDAY))
        )
        access_links.issue_to_account(session, MONDAY, account_id, AccountLinkPurpose.SIGN_IN)
        sign_ins.begin(session, MONDAY, account_id, "a" * 43)
        sign_ins.begin(session, MONDAY, account_id, "b" * 43)
        for one in session.exec(select(SignIn)).all()[:1]:
            one.ended_at, one.expires_at = MONDAY, MONDAY + 400 * DAY
        inbox = Inbox(name="answers", url="imaps://a:b@x", masked="", address="a@example.org", secret="s")
        session.add(inbox)
        session.flush()
        mail = ReceivedMail(
            inbox_id=inbox.pk,
            uid_validity=1,
            uid=7,
            fingerprint="f",
            kind=ReceivedKind.CALENDAR,
            outcome="coming",
            person_id=member.pk,
            received_at=MONDAY,
        )
        session.add(mail)
    assert lives != ended
    assert sweep(launch, 89) == []
    assert sweep(launch, 400, TracePeriods()) == []

    assert sweep(launch, 91) == ["Ended sign-ins and changes of address: 2 forgotten"]
    assert sweep(launch, 182)[-1] == "Dead links: 2 forgotten"
    with reading(launch.engine) as session:
        assert session.exec(select(AddressChange)).all() == []
        assert session.exec(select(AccessLink.person_id)).all() == [member.pk]
        assert session.exec(select(AccountLink)).all() == []
        assert access.look_up(session, MONDAY + 91 * DAY, lives, LinkPurpose.PERSONAL) is not None

    assert sweep(launch, 366)[-1] == "Notes of received mail: 1 forgotten"
    with reading(launch.engine) as session:
        kept = session.exec(select(ReceivedMail).where(col(ReceivedMail.uid) == 7)).one()
        assert (kept.fingerprint, kept.person_id, kept.outcome) == ("f", None, traces.FORGOTTEN)
    assert sweep(launch, 366) == []
