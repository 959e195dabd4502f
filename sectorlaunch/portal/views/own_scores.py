"""The sectors a member is asked to score alone, with their figures and what the member has given so far."""

from dataclasses import dataclass

from sqlmodel import Session

from languages import Language
from sectorlaunch.census import sentences
from sectorlaunch.census.industries import SECTORS, UNCLASSIFIED, title_in
from sectorlaunch.errors import BadInput
from sectorlaunch.records import census_files, labor_market, scores
from sectorlaunch.tables import Partnership, Person


@dataclass(frozen=True)
class ToScore:
    code: str
    title: str
    figures: str
    """Its figures in a line; empty where none can be shown."""
    points: int | None
    why: str


@dataclass(frozen=True)
class Scoring:
    """An open round, as one member sees it."""

    round_id: int
    sectors: list[ToScore]

    @property
    def is_silent(self) -> bool:
        return all(one.points is None for one in self.sectors)


def of_member(
    session: Session, partnership: Partnership, person: Person, language: Language
) -> Scoring | None:
    """What this member is asked to score; None when no round is open, or it asks others."""
    scoring = scores.newest_round(session, partnership.pk)
    if scoring is None or scoring.id is None or scoring.shown_at is not None:
        return None
    if person.id not in {one.id for one in scores.scorers(session, partnership.pk)}:
        return None
    given = scores.own_scores(session, scoring, person)
    figures = _figures(session, partnership, language)
    return Scoring(
        scoring.id,
        [
            ToScore(
                code,
                title_in(language, code),
                figures.get(code, ""),
                given[code].points if code in given else None,
                given[code].why if code in given else "",
            )
            for code in scoring.industries
        ],
    )


def sectors_to_note(
    session: Session, partnership_id: int, person_id: int, language: Language
) -> dict[str, str]:
    """The sectors a member may put a note beside, once data are on record; none for anybody else."""
    members = {person.id for person in scores.scorers(session, partnership_id)}
    if person_id not in members or not census_files.has_files(session, partnership_id):
        return {}
    return {code: title_in(language, code) for code in SECTORS if code != UNCLASSIFIED}


def in_lines(session: Session, partnership: Partnership, language: Language) -> dict[str, tuple[str, str]]:
    """By code, each sector on record with its figures in a line, in order of its place; none without data."""
    titles = {code: title_in(language, code) for code in SECTORS}
    return {
        code: (titles.get(code, code), line)
        for code, line in _figures(session, partnership, language).items()
    }


def _figures(session: Session, partnership: Partnership, language: Language) -> dict[str, str]:
    try:
        drawn, _ = labor_market.look(session, partnership)
    except BadInput:
        return {}
    return {one.code: sentences.in_a_line(one, drawn.period, language) for one in drawn.industries}
