"""Partnerships and their runs, found by name or number."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from languages import Language
from notifications.context import PartnershipBrief
from sectorlaunch import plain_values
from sectorlaunch.errors import NotFound
from sectorlaunch.query_cache import cached, prime, recalled
from sectorlaunch.tables import Partnership, PlaybookRun


def find(session: Session, slug: str) -> Partnership:
    """The partnership with this short name. Raises NotFound, with the nearest right one."""
    found = session.exec(select(Partnership).where(Partnership.slug == slug)).one_or_none()
    if found is not None:
        return found
    slugs = list(session.exec(select(Partnership.slug).order_by(col(Partnership.slug))))
    near = plain_values.nearest(slug, slugs)
    hint = (
        f"did you mean “{near}”?"
        if near
        else "there are " + ", ".join(slugs[:12])
        if slugs
        else "none has been started yet"
    )
    raise NotFound(f"There is no partnership “{slug}”; {hint}")


def name_in_a_sentence(language: Language, partnership: Partnership) -> str:
    """What one calls it: “the Fernwater Valley Partnership”."""
    return PartnershipBrief(name=partnership.name, language=language).the_name


def started(session: Session) -> frozenset[str]:
    """The short names of every partnership on record."""
    return frozenset(session.exec(select(Partnership.slug)))


def ids(session: Session, slug: str) -> tuple[int, int]:
    """The ids of a partnership and of its run. Raises NotFound."""
    partnership = find(session, slug)
    run_id = run_of(session, partnership.pk).pk
    return partnership.pk, run_id


def partnership_of(session: Session, run_id: int) -> Partnership:
    """The partnership a run belongs to, which never changes."""

    def read() -> Partnership:
        return session.get_one(Partnership, session.get_one(PlaybookRun, run_id).partnership_id)

    return cached(session, (), ("partnership", run_id), read)


def run_of(session: Session, partnership_id: int) -> PlaybookRun:
    """The run under way, or the last one."""

    def read() -> PlaybookRun:
        runs = select(PlaybookRun).where(PlaybookRun.partnership_id == partnership_id)
        return session.exec(runs.order_by(col(PlaybookRun.id).desc()).limit(1)).one()

    return cached(session, (PlaybookRun,), ("run", partnership_id), read)


def runs_of(session: Session, partnership_ids: Sequence[int]) -> dict[int, PlaybookRun]:
    """The run under way, or the last one, of each partnership: at most one query, and each is known from then on."""
    known = {key: recalled(session, (PlaybookRun,), ("run", key)) for key in partnership_ids}
    unread = [key for key, run in known.items() if run is None]
    if unread:
        wanted = select(PlaybookRun).where(col(PlaybookRun.partnership_id).in_(unread))
        for run in session.exec(wanted.order_by(col(PlaybookRun.id))):
            known[run.partnership_id] = run
            prime(session, (PlaybookRun,), ("run", run.partnership_id), run)
    return known
