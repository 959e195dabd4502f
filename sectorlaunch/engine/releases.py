"""What follows when somebody lets a touch go, or takes that back: it leaves, or what has not left is withdrawn."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from notifications.rendering import traits
from sectorlaunch.actions import champions
from sectorlaunch.engine import held, latecomers
from sectorlaunch.events import Happening
from sectorlaunch.outbox import message_states
from sectorlaunch.records import champions as champion_records
from sectorlaunch.records import releases
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ChampionStage, Message, MessageState, Person


def let_leave(launch: Launch, _released: Happening) -> None:
    """Makes due what waited for it, and writes to those whom its touch had left out."""
    held.look_at_held_again(launch.session, launch.now, launch.run_id)
    latecomers.reach_latecomers(launch.session, launch.now, launch.run_id)


def withdraw(launch: Launch, taken_back: Happening) -> None:
    """Takes out of the outbox what may not leave any more; it can be released and written again."""
    what = releases.find(launch.playbook, taken_back.data["touch"])
    for message in _queued(launch, Message.purpose == what.purpose):
        person = launch.session.get_one(Person, message.person_id)
        if releases.may_leave(launch.session, launch.run_id, what.touch, person):
            continue
        for one in (message, *_queued(launch, col(Message.copy_of_id) == message.id)):
            message_states.withdraw_to_write_anew(launch.session, one, "its release was taken back")
        if traits(message.kind).asks_to_champion:
            _unask(launch, person)
    launch.session.flush()


def _unask(launch: Launch, person: Person) -> None:
    champion = champion_records.champion_of(launch.session, launch.partnership_id, person.pk)
    if champion is not None and champion.stage is ChampionStage.ASKED:
        champions.move(
            launch.session,
            launch.now,
            launch.run_id,
            person,
            ChampionStage.PROSPECT,
            by="Sector Launch",
            note="the ask was taken back before it left",
        )


def _queued(launch: Launch, which: ColumnElement[bool] | bool) -> Sequence[Message]:
    return launch.session.exec(
        select(Message).where(Message.run_id == launch.run_id, Message.state == MessageState.QUEUED, which)
    ).all()
