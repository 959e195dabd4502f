"""A second convener of a rehearsal says yes at once to what the first one asks for; where nobody else convenes, it waits."""

from sqlmodel import Session

from sectorlaunch.engine import second_yes as engine
from sectorlaunch.records import second_yes
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal.stage import Stage


def agree_to_all(session: Session, stage: Stage) -> None:
    for asked in second_yes.asked(Launch.of(session, stage.now, stage.run_id)):
        if asked.others:
            engine.agree(session, stage.now, stage.run_id, asked.kind, asked.number, by=asked.others[0])
