"""What is on record of surveys: rounds, who is asked, who has answered, and what came of it once a round is closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from languages import DEFAULT, Language
from playbooks.surveys import Survey
from sectorlaunch.errors import NotAllowed, NotFound
from sectorlaunch.query_cache import cached
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules import survey_results
from sectorlaunch.rules.survey_results import Rating, Results, Stated
from sectorlaunch.tables import Person, SurveyPlace, SurveyRating, SurveyRound


def survey_of(found: SurveyRound, language: Language = DEFAULT) -> Survey:
    """The survey as the round was opened with, in a language."""
    said = found.definition.get(language.short) or found.definition[DEFAULT.short]
    return Survey.model_validate(said)


def rounds(session: Session, partnership_id: int, key: str | None = None) -> list[SurveyRound]:
    """The newest first."""

    def read() -> list[SurveyRound]:
        wanted = select(SurveyRound).where(SurveyRound.partnership_id == partnership_id)
        return list(
            session.exec(wanted.order_by(col(SurveyRound.opened_at).desc(), col(SurveyRound.id).desc()))
        )

    found = cached(session, (SurveyRound,), ("survey rounds", partnership_id), read)
    return [one for one in found if key in (None, one.key)]


def find(session: Session, partnership_id: int, round_id: int) -> SurveyRound:
    """Raises NotFound for one of another partnership."""
    found = session.get(SurveyRound, round_id)
    if found is None or found.partnership_id != partnership_id:
        raise NotFound("There is no survey number %(number)s in this partnership.", number=round_id)
    return found


def open_round(session: Session, partnership_id: int, key: str) -> SurveyRound | None:
    return next((one for one in rounds(session, partnership_id, key) if one.closed_at is None), None)


def places(session: Session, round_id: int) -> list[tuple[SurveyPlace, Person]]:
    """Everyone who is asked, by name."""

    def read() -> list[tuple[SurveyPlace, Person]]:
        wanted = (
            select(SurveyPlace, Person)
            .join(Person, col(Person.id) == col(SurveyPlace.person_id))
            .where(SurveyPlace.round_id == round_id)
        )
        return list(session.exec(wanted.order_by(col(Person.name), col(Person.id))))

    return cached(session, (SurveyPlace, Person), ("survey places", round_id), read)


def place_of(session: Session, round_id: int, person_id: int) -> SurveyPlace | None:
    return next((place for place, _ in places(session, round_id) if place.person_id == person_id), None)


def silent(session: Session, round_id: int) -> list[Person]:
    """Those who are asked and have not answered, while the round is open."""
    if session.get_one(SurveyRound, round_id).closed_at is not None:
        return []
    return [person for place, person in places(session, round_id) if place.answered_on is None]


def open_to(session: Session, partnership_id: int, person_id: int) -> list[tuple[SurveyRound, SurveyPlace]]:
    """The open rounds in which somebody is asked, the one that closes first at the top."""
    still = [one for one in rounds(session, partnership_id) if one.closed_at is None]
    found = [(one, place_of(session, one.pk, person_id)) for one in still]
    return sorted(
        ((one, place) for one, place in found if place is not None), key=lambda pair: pair[0].closes_at
    )


def carried_by(launch: Launch, touch_key: str, person_id: int) -> SurveyRound | None:
    """The open round whose request the letter of this touch carries, for somebody who has not answered it."""
    for one, place in open_to(launch.session, launch.partnership_id, person_id):
        if survey_of(one).asked_in == touch_key and place.answered_on is None:
            return one
    return None


def own_sheet(session: Session, round_id: int, person_id: int) -> dict[str, SurveyRating]:
    """What somebody has said in a named round, by statement. Of a grouped one nobody can tell."""
    wanted = select(SurveyRating).where(
        SurveyRating.round_id == round_id,
        SurveyRating.person_id == person_id,
        col(SurveyRating.joint).is_(False),
    )
    return {one.statement: one for one in session.exec(wanted)}


def results(session: Session, found: SurveyRound, language: Language = DEFAULT) -> Results:
    """What came of a round. Raises NotAllowed while it is open: nobody sees anything before that."""
    if found.closed_at is None:
        raise NotAllowed("Its results can be read once it is closed.")
    asked = places(session, found.pk)
    names = {person.pk: person.name for _, person in asked}
    rows = session.exec(
        select(SurveyRating).where(SurveyRating.round_id == found.pk).order_by(col(SurveyRating.key))
    )
    ratings = [
        Rating(
            row.statement,
            row.point,
            row.words,
            names.get(row.person_id, "") if row.person_id is not None else "",
            row.field,
            row.joint,
        )
        for row in rows
    ]
    answered = sum(place.answered_on is not None for place, _ in asked)
    return survey_results.results(survey_of(found, language), len(asked), answered, ratings)


@dataclass(frozen=True)
class Compared:
    """The newest closed round of a survey, with those before it, the oldest last."""

    newest: SurveyRound
    results: Results
    earlier: tuple[tuple[SurveyRound, Results], ...]

    @property
    def fell(self) -> list[Stated]:
        return survey_results.fallen(self.results, self.earlier[0][1] if self.earlier else None)


def compared(
    session: Session, partnership_id: int, key: str, upto: SurveyRound | None = None, most: int = 5
) -> Compared | None:
    """The newest closed round of a survey, or `upto`, beside those before it; None while there is none.

    What a paper, an agenda or a page says about how a partnership stands comes from here.
    """
    closed = [one for one in rounds(session, partnership_id, key) if one.closed_at is not None]
    if upto is not None:
        closed = closed[closed.index(upto) :]
    if not closed:
        return None
    read = [(one, results(session, one)) for one in closed[:most]]
    return Compared(*read[0], tuple(read[1:]))


def for_the_agenda(launch: Launch, language: Language, since: datetime) -> list[str]:
    """Statements that fell in the last round of a survey, closed since then: what the next meeting should talk about."""
    found: list[str] = []
    for survey in launch.playbook.surveys:
        last = compared(launch.session, launch.partnership_id, survey.key, most=2)
        if last is None or last.newest.closed_at is None or last.newest.closed_at < since:
            continue
        words = {one.key: one.text for one in survey_of(last.newest, language).statements()}
        found += [words[one.statement.key] for one in last.fell]
    return found


def next_close(session: Session) -> datetime | None:
    moment: datetime | None = session.exec(
        select(func.min(SurveyRound.closes_at)).where(col(SurveyRound.closed_at).is_(None))
    ).one()
    return moment
