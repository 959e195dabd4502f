"""The first three weeks of a launch, as JSON: run by itself, with a copy of the packages on the path."""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

import sectorlaunch
from sectorlaunch import facts
from sectorlaunch.records.launch import Launch
from sectorlaunch.rehearsal import begin
from sectorlaunch.tables import GateRun, Message


def walked(partnership: Path, begins_on: date) -> dict[str, Any]:
    walk = begin(partnership, seed=1, begins_on=begins_on)
    walk.until(walk.stage.now + timedelta(days=21))
    seen: dict[str, Any] = {}
    with walk.stage.reading() as session:
        launch = Launch.of(session, walk.stage.now, walk.stage.run_id)
        for _, gate in launch.playbook.gates():
            for question in gate.questions:
                seen |= facts.seen(launch, question)
        return {
            "from": sectorlaunch.__file__,
            "gates": {gate.key: gate.state.value for gate in session.exec(select(GateRun))},
            "seen": seen,
            "letters": [
                [m.kind, m.state.value, m.to_name, m.subject, m.text] for m in session.exec(select(Message))
            ],
        }


if __name__ == "__main__":
    print(json.dumps(walked(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))))
