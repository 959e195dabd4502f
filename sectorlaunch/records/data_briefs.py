"""Data briefs on record: one by its number, the newest, one in a language, whether any has gone out."""

from sqlmodel import Session, col, select

from languages import DEFAULT, Language
from sectorlaunch.errors import NotFound
from sectorlaunch.tables import DataBrief, DataBriefTranslation, Partnership


def find(session: Session, partnership: Partnership, brief_id: int) -> DataBrief:
    """Raises NotFound for another partnership's."""
    brief = session.get(DataBrief, brief_id)
    if brief is None or brief.partnership_id != partnership.id:
        raise NotFound("There is no such data brief in this partnership.")
    return brief


def newest(session: Session, partnership_id: int, *, sent: bool = False) -> DataBrief | None:
    """The brief drawn up last; with `sent`, among those that went out."""
    wanted = select(DataBrief).where(DataBrief.partnership_id == partnership_id)
    if sent:
        wanted = wanted.where(col(DataBrief.sent_at).is_not(None))
    return session.exec(wanted.order_by(col(DataBrief.id).desc()).limit(1)).one_or_none()


def in_language(
    session: Session, brief: DataBrief, language: Language
) -> DataBrief | DataBriefTranslation | None:
    """Its pages in a language; None where it was drawn up in English alone, as the first ones were."""
    if language is DEFAULT:
        return brief
    return session.exec(
        select(DataBriefTranslation).where(
            DataBriefTranslation.brief_id == brief.pk, DataBriefTranslation.language == language
        )
    ).one_or_none()


def translations(session: Session, brief: DataBrief) -> list[Language]:
    """The languages it is there in besides English; asked without reading its pages."""
    wanted = select(col(DataBriefTranslation.language)).where(DataBriefTranslation.brief_id == brief.pk)
    return list(session.exec(wanted.order_by(col(DataBriefTranslation.language))))


def file_name(brief: DataBrief, language: Language, slug: str = "") -> str:
    """What its files are called, without their ending: "data-brief-2026-Q4-es"."""
    spoken = "" if language is DEFAULT else language.short
    return f"data-brief-{'-'.join(filter(None, (slug, brief.period, spoken)))}"


def was_sent(session: Session, partnership_id: int) -> bool:
    """Whether any brief has gone out; asked without reading one."""
    found = select(DataBrief.id).where(
        DataBrief.partnership_id == partnership_id, col(DataBrief.sent_at).is_not(None)
    )
    return session.exec(found.limit(1)).first() is not None
