"""Letters that came back: what the product makes of the returned mail of public corpora.

`python -m bench.returns FOLDER …`: each folder holds mails, and what is expected of them: `expected.jsonl` as
`peers/sisimai_expected.pl` writes it, or flufl.bounce's own tests. The mails belong to others and are never kept here.
Every mail is taken as the product takes it: a letter to its recipient was sent, and it comes to its return path.
"""

import ast
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session, func, select

from bench.__main__ import write
from notifications.inbox.mail import Mail, read_mail
from sectorlaunch import database, migrations
from sectorlaunch.engine import consequences  # noqa: F401  what follows from a deed, before each commit
from sectorlaunch.inbox import taking
from sectorlaunch.outbox.write import addresses
from sectorlaunch.records import people
from sectorlaunch.tables import Event, Message, MessageState, Person, ToDo
from tests import cast
from tests.sectorlaunch.inbox import conftest as inbox_cast

NO_BOUNCE = frozenset({"feedback", "delivered", "vacation"})
SAYS_NOBODY = re.compile(
    r"unknown user|user unknown|no such user|does(?:n't| not) (?:exist|have)|not found|mailbox unavailable",
    re.IGNORECASE,
)
"""Words that say there is no such mailbox. The reference calls some of these a filter: it guesses by the stage."""


@dataclass(frozen=True)
class Expected:
    recipients: frozenset[str]
    hard: bool | None
    """Whether the address is gone for good by the reference; None where it does not say."""
    reason: str = ""
    words: str = ""


@dataclass
class Count:
    mails: int = 0
    recognized: int = 0
    right_recipient: int = 0
    stopped: int = 0
    stopped_good: int = 0
    stopped_against_a_guess: int = 0
    hard: int = 0
    hard_stopped: int = 0
    silent: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def found(self) -> dict[str, object]:
        return {
            "mails that came back": self.mails,
            "recognized": _share(self.recognized, self.mails),
            "of these with the right recipient": _share(self.right_recipient, self.recognized),
            "silent": len(self.silent),
            "which were silent": self.silent,
            "addresses stopped": self.stopped,
            "of these good ones": _share(self.stopped_good, self.stopped),
            "of these called a filter by the reference, though the server says there is no such mailbox": _share(
                self.stopped_against_a_guess, self.stopped
            ),
            "hard failures": self.hard,
            "of these stopped": _share(self.hard_stopped, self.hard),
            "not recognized": self.missed,
        }


AIMS = {
    "recognized": 0.97,
    "of these with the right recipient": 0.95,
    "silent": 0,
    "of these good ones": "at most 0.03",
    "of these stopped": 0.9,
}


def measure(folder: Path) -> dict[str, object]:
    expected, count = _expected(folder), Count()
    with tempfile.TemporaryDirectory() as home:
        engine = database.open_engine("sqlite://")
        migrations.upgrade(engine)
        house = inbox_cast.House(cast.begin(engine, Path(home)))
        inbox_cast.read_from(engine, house.launch.now)
        house.ask(inbox_cast.GUEST)
        letter_id = house.sent(inbox_cast.GUEST).pk
        for file, told in expected.items():
            content = (folder / file).read_bytes()
            mail = read_mail(content)
            count.mails += 1
            if mail.delivery is None:
                count.missed.append(file)
            else:
                count.recognized += 1
                count.right_recipient += any(_names(mail, one) for one in told)
            for number, one in enumerate(told):
                with database.reading(engine) as session:
                    stopped, noted = _taken(session, house, letter_id, content, min(one.recipients))
                    session.rollback()
                if number == 0 and not noted:
                    count.silent.append(file)
                _note(count, one, stopped)
        engine.dispose()
    return count.found()


def _note(count: Count, told: Expected, stopped: bool) -> None:
    count.stopped += stopped
    if told.hard is None:
        return
    count.hard += told.hard
    count.hard_stopped += told.hard and stopped
    if stopped and not told.hard:
        is_guess = told.reason == "filtered" and SAYS_NOBODY.search(told.words) is not None
        count.stopped_against_a_guess += is_guess
        count.stopped_good += not is_guess


def _taken(
    session: Session, house: inbox_cast.House, letter_id: int, content: bytes, recipient: str
) -> tuple[bool, bool]:
    """Whether the address was stopped, and whether anything at all was done; nothing is kept."""
    now = house.launch.now
    letter = session.get_one(Message, letter_id)
    person = session.get_one(Person, letter.person_id)
    letter.to_address = person.email = recipient
    letter.state = MessageState.SENT
    session.flush()
    before = _traces(session)
    path = addresses.return_path(session, letter, inbox_cast.ADDRESS)
    bare = re.sub(rb"\AFrom [^\n]*\n", b"", content)
    taking.take(session, now, f"Delivered-To: {path}\r\n".encode() + bare)
    session.flush()
    stopped = people.address_refused_at(session, person) is not None
    return stopped, stopped or letter.state is not MessageState.SENT or _traces(session) != before


def _traces(session: Session) -> tuple[int, int]:
    return session.exec(select(func.count()).select_from(ToDo)).one(), session.exec(
        select(func.count()).select_from(Event)
    ).one()


def _names(mail: Mail, told: Expected) -> bool:
    assert mail.delivery is not None
    named = {
        address
        for status in mail.delivery.recipients
        for address in (status.address, status.original_address)
    }
    return bool(named & told.recipients)


def _expected(folder: Path) -> dict[str, list[Expected]]:
    detectors = next(folder.rglob("detectors.py"), None)
    found: dict[str, list[Expected]] = defaultdict(list)
    for file, one in _of_flufl(folder, detectors) if detectors else _of_sisimai(folder):
        found[file].append(one)
    return found


def _of_sisimai(folder: Path) -> Iterator[tuple[str, Expected]]:
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        told: dict[str, Any] = json.loads(line)
        if told["reason"] not in NO_BOUNCE:
            names = frozenset(name.lower() for name in (told["recipient"], told["alias"]) if name)
            yield told["file"], Expected(names, told["hard"], told["reason"], told["words"])


def _of_flufl(folder: Path, detectors: Path) -> Iterator[tuple[str, Expected]]:
    tree = ast.parse(detectors.read_text(encoding="utf-8"))
    listed = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DATA"
    )
    for _, name, found, *_ in ast.literal_eval(listed):
        if found:
            file = next(folder.rglob(name)).relative_to(folder)
            yield str(file), Expected(frozenset(one.decode().lower() for one in found), None)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


if __name__ == "__main__":
    folders = [Path(name) for name in sys.argv[1:]]
    if not folders:
        raise SystemExit(__doc__)
    measured: dict[str, object] = {folder.name: measure(folder) for folder in folders}
    write(
        "returns",
        str(__doc__).partition("\n")[0],
        measured | {"aims": AIMS},
        "python -m bench.returns FOLDER …",
    )
