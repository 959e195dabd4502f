"""The second yes to a waiver or a release, with what it lets go."""

from datetime import datetime

from sqlmodel import Session, select

from notifications.rendering import traits
from playbooks.model import TwoFor
from sectorlaunch import links
from sectorlaunch.actions import second_yes
from sectorlaunch.engine import held
from sectorlaunch.events import Happening
from sectorlaunch.outbox.write import account_letters
from sectorlaunch.records import audiences
from sectorlaunch.records import second_yes as waiting
from sectorlaunch.records.about import About
from sectorlaunch.records.launch import Launch
from sectorlaunch.records.second_yes import Asked
from sectorlaunch.tables import Account, Message, Person

KIND = "yes-request"


def agree(session: Session, now: datetime, run_id: int, kind: str, number: int, *, by: Person) -> str:
    """Another convener agrees; what was held for the lead time is looked at again. Raises NotFound and NotAllowed."""
    said = second_yes.agree(session, now, run_id, kind, number, by=by)
    if kind == TwoFor.WAIVER:
        held.look_at_held_again(session, now, run_id)
    return said


def ask(launch: Launch, _asked: Happening) -> None:
    """Writes once to each who may say yes. Who gets the weekly letter has it there, and gets none of its own."""
    weekly = _weekly_readers(launch)
    for asked in waiting.asked(launch):
        for person in asked.others:
            if person.pk not in weekly and person.account_id is not None:
                _write(launch, asked, launch.session.get_one(Account, person.account_id))


def _weekly_readers(launch: Launch) -> set[int]:
    weekly = {touch.to for _, _, touch in launch.playbook.touches() if traits(touch.kind).needs_news}
    return {
        person.pk
        for audience in weekly
        for person in audiences.resolve(launch.session, launch.partnership_id, audience, About())
    }


def _write(launch: Launch, asked: Asked, account: Account) -> None:
    session, once = launch.session, waiting.occurrence(launch.run_id, asked)
    known = select(Message.id).where(
        Message.kind == KIND, Message.account_id == account.id, Message.occurrence == once
    )
    if session.exec(known).first() is not None:
        return
    message = account_letters.write(
        session,
        launch.now,
        account,
        KIND,
        why="convenes",
        link=links.second_yes(launch.partnership.slug),
        partnership_name=launch.partnership.name,
        asked_by=asked.asked_by,
        what=asked.title[:600],
        because=" ".join(asked.why.split())[:600],
    )
    message.occurrence = once
    session.add(message)
