"""The playbooks that runs started with, parsed once in a process; and the rules in them that rows on record follow.

A row may come from another text than its run has. Lists leave it out; whoever asks for it alone gets NotInPlaybook.
"""

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from languages import DEFAULT, Language
from playbooks.loader import load
from playbooks.model import Gate, NotInPlaybook, Playbook, Touch
from playbooks.translation import Translation, translated
from sectorlaunch import playbook_vocabulary
from sectorlaunch.tables import GateRun, PlannedTouch, PlaybookEdition, PlaybookRun

_PARSED: dict[str, Playbook] = {}
"""By digest of the text: an edition never changes."""
_TRANSLATED: dict[tuple[str, Language], Translation] = {}


def edition_of(session: Session, run_id: int) -> PlaybookEdition:
    """The edition a run started with."""
    return session.get_one(PlaybookEdition, session.get_one(PlaybookRun, run_id).edition_digest)


def of_run(session: Session, run_id: int) -> Playbook:
    """The playbook of a run, as it was when the run started."""
    digest = session.get_one(PlaybookRun, run_id).edition_digest
    if digest not in _PARSED:
        edition = session.get_one(PlaybookEdition, digest)
        _PARSED[digest] = load(edition.text, f"{edition.key}.yaml", playbook_vocabulary.vocabulary())
    return _PARSED[digest]


def translation(session: Session, run_id: int, language: Language) -> Translation:
    """The playbook of a run as readers of a language get it."""
    key = (session.get_one(PlaybookRun, run_id).edition_digest, language)
    if key not in _TRANSLATED:
        _TRANSLATED[key] = translated(of_run(session, run_id), language)
    return _TRANSLATED[key]


def touch_of(session: Session, planned: PlannedTouch, language: Language = DEFAULT) -> Touch:
    """The rule of the playbook a planned touch follows, its words in a language. Raises NotInPlaybook for one it does not have."""
    playbook = translation(session, planned.run_id, language).playbook
    return playbook.step(planned.step_key).activity(planned.activity_key).touch(planned.touch_key)


def with_touches(session: Session, rows: Iterable[PlannedTouch]) -> Iterator[tuple[PlannedTouch, Touch]]:
    """Planned touches, each with the rule it follows, without those whose playbook has none for them."""
    for planned in rows:
        try:
            touch = touch_of(session, planned)
        except NotInPlaybook:
            continue
        yield planned, touch


def with_gates(session: Session, rows: Iterable[GateRun]) -> Iterator[tuple[GateRun, Gate]]:
    """Gates on record, each with what the playbook says of it, without those whose playbook says nothing."""
    for row in rows:
        try:
            rule = of_run(session, row.run_id).step(row.step_key).gate(row.key)
        except NotInPlaybook:
            continue
        yield row, rule


def has_step(session: Session, run_id: int, key: str) -> bool:
    """Whether the playbook of a run has such a step."""
    return any(step.key == key for step in of_run(session, run_id).steps)
