"""The playbooks that runs started with, parsed once in a process."""

from sqlmodel import Session

from playbooks.loader import load
from playbooks.model import Playbook, Touch
from sectorlaunch import playbook_vocabulary
from sectorlaunch.tables import PlannedTouch, PlaybookEdition, PlaybookRun

_PARSED: dict[str, Playbook] = {}
"""By digest of the text: an edition never changes."""


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


def touch_of(session: Session, planned: PlannedTouch) -> Touch:
    """The rule of the playbook a planned touch follows. Raises LookupError for one it does not have."""
    return (
        of_run(session, planned.run_id)
        .step(planned.step_key)
        .activity(planned.activity_key)
        .touch(planned.touch_key)
    )
