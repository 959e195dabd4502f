"""Surveys: opened, answered, prolonged and closed; rated together once the results lie before the team."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from languages import Language
from playbooks.model import NotInPlaybook
from playbooks.surveys import Per, Privacy, Survey
from sectorlaunch import events
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.events import EventKind
from sectorlaunch.records import audiences, people, surveys
from sectorlaunch.records.about import THE_RUN
from sectorlaunch.records.launch import Launch
from sectorlaunch.rules.survey_results import BUSINESS, OTHERS
from sectorlaunch.tables import Person, SurveyPlace, SurveyRating, SurveyRound
from sectorlaunch.tables.surveys import WORDS

CANNOT_SAY = "cannot-say"
LONGEST = 60
CLOCK = "Sector Launch"


@dataclass(frozen=True)
class Said:
    """What somebody says to one statement: a point of the scale, or None for "cannot say", and words."""

    point: int | None = None
    words: str = ""


def open_round(
    session: Session,
    now: datetime,
    run_id: int,
    key: str,
    *,
    by: str,
    privacy: Privacy | None = None,
    days: int | None = None,
) -> SurveyRound:
    """Asks everyone of the survey's audience, as it is now. `privacy` and `days` in place of the playbook's.

    Raises NotFound for a survey the playbook does not have, NotAllowed while it is open, and BadInput when nobody would
    be asked, or too few to promise that nobody can tell who said what.
    """
    launch = Launch.of(session, now, run_id)
    try:
        survey = launch.playbook.survey(key)
    except NotInPlaybook:
        raise NotFound("There is no survey “%(key)s” in this playbook.", key=key) from None
    if surveys.open_round(session, launch.partnership_id, key) is not None:
        raise NotAllowed(f"“{survey.title}” is open already. Close it first, or prolong it.")
    if days is not None and not 1 <= days <= LONGEST:
        raise BadInput(f"A survey is open for 1 to {LONGEST} days.")
    changed = {"privacy": privacy or survey.privacy, "closes_in_days": days or survey.closes_in_days}
    survey = survey.model_copy(update=changed)
    raters = _raters(launch, survey)
    _check_number(survey, len(raters))
    languages = {one.short: launch.translation(one).playbook.survey(key) for one in Language}
    found = SurveyRound(
        partnership_id=launch.partnership_id,
        key=key,
        definition={
            short: said.model_copy(update=changed).model_dump(mode="json")
            for short, said in languages.items()
        },
        opened_at=now,
        opened_by=by,
        closes_at=_end_of(
            launch, _business_day(launch, launch.today + timedelta(days=survey.closes_in_days))
        ),
    )
    session.add(found)
    session.flush()
    sectors = people.sectors(session, raters)
    for person in raters:
        business = people.is_business(sectors, person)
        session.add(SurveyPlace(round_id=found.pk, person_id=person.pk, is_business=business))
    session.flush()
    said = f"{by} opened “{survey.title}”: {len(raters)} people are asked."
    events.record(session, now, run_id, by, EventKind.SURVEY_OPENED, said, round_id=found.pk)
    return found


def answer(
    session: Session,
    now: datetime,
    run_id: int,
    round_id: int,
    person: Person,
    sheet: Mapping[str, Said],
) -> SurveyRound:
    """Takes somebody's whole sheet. In a named round a later one replaces it; in a grouped one it is final.

    With the last sheet the round is closed. Raises NotFound for somebody who is not asked, NotAllowed once it is closed
    or their grouped sheet is in, BadInput for a statement without an answer; then nothing changes.
    """
    launch = Launch.of(session, now, run_id)
    found = _locked(launch, round_id)
    place = surveys.place_of(session, found.pk, person.pk)
    if place is None:
        raise NotFound("%(name)s is not asked in this survey.", name=person.name)
    survey = surveys.survey_of(found)
    if found.closed_at is not None or found.closes_at <= now:
        raise NotAllowed("This survey is closed, so answers can no longer be taken.")
    if survey.is_grouped and place.answered_on is not None:
        raise NotAllowed(
            "Your answers are in. Nobody can tell them apart from the others’, so they cannot be changed."
        )
    _check_sheet(survey, sheet)
    if not survey.is_grouped:
        for row in surveys.own_sheet(session, found.pk, person.pk).values():
            session.delete(row)
    for key, said in sheet.items():
        for row in _rows(survey, found, place, person, key, said):
            session.add(row)
    place.answered_on = launch.today
    session.add(place)
    session.flush()
    # No line of history: it would bear the minute beside the name.
    events.touch(session, run_id, EventKind.SURVEY_ANSWERED, round_id=found.pk)
    if not surveys.silent(session, found.pk):
        _close(launch, found, by=CLOCK, because="everyone has answered")
    return found


def prolong(
    session: Session, now: datetime, run_id: int, round_id: int, until: date, *, by: str
) -> SurveyRound:
    """Lets a round stay open until the end of a day in the partnership's zone. Raises NotAllowed once it is closed."""
    launch = Launch.of(session, now, run_id)
    found = _locked(launch, round_id)
    if found.closed_at is not None:
        raise NotAllowed("It is closed: its results have been laid open. Open a new round instead.")
    longest = launch.on(found.opened_at) + timedelta(days=LONGEST)
    if not launch.on(found.closes_at) < until <= longest:
        raise BadInput(f"Name a day after {launch.on(found.closes_at)}, and not after {longest}.")
    found.closes_at = _end_of(launch, until)
    session.add(found)
    said = f"{by} left “{surveys.survey_of(found).title}” open until {until.isoformat()}."
    events.record(session, now, run_id, by, EventKind.SURVEY_PROLONGED, said, round_id=found.pk)
    return found


def close(
    session: Session, now: datetime, run_id: int, round_id: int, *, by: str, because: str = ""
) -> SurveyRound:
    """Closes a round and lays its results open. Closing it again changes nothing."""
    launch = Launch.of(session, now, run_id)
    found = _locked(launch, round_id)
    if found.closed_at is None:
        _close(launch, found, by=by, because=because)
    return found


def rate_together(
    session: Session, now: datetime, run_id: int, round_id: int, points: Mapping[str, int], *, by: str
) -> SurveyRound:
    """Notes what the team settled on together, beside the spread; a later one replaces it. Names nobody who rated."""
    launch = Launch.of(session, now, run_id)
    found = _locked(launch, round_id)
    if found.closed_at is None:
        raise NotAllowed("It is rated together once the results lie before the team: close it first.")
    survey = surveys.survey_of(found)
    known = {one.key for one in survey.on_scale}
    if not points:
        raise BadInput("Choose a point for one statement at least.")
    if not points.keys() <= known or not all(0 <= point < len(survey.scale) for point in points.values()):
        raise BadInput("Choose a point of the scale for each statement.")
    together = select(SurveyRating).where(
        SurveyRating.round_id == found.pk, col(SurveyRating.joint).is_(True)
    )
    for row in session.exec(together):
        if row.statement in points:
            session.delete(row)
    for key, point in points.items():
        session.add(SurveyRating(key=_lot(), round_id=found.pk, statement=key, point=point, joint=True))
    said = f"{by} noted what was settled together on “{survey.title}”."
    events.record(session, now, run_id, by, EventKind.SURVEY_RATED_TOGETHER, said, round_id=found.pk)
    return found


def _close(launch: Launch, found: SurveyRound, *, by: str, because: str) -> None:
    session = launch.session
    found.closed_at, found.closed_by = launch.now, by
    session.add(found)
    survey = surveys.survey_of(found)
    asked = [place for place, _ in surveys.places(session, found.pk)]
    answered = [place for place in asked if place.answered_on is not None]
    if survey.is_grouped:
        _keep_the_promise(session, survey, found, answered)
    session.flush()
    said = f"“{survey.title}” is closed: {len(answered)} of {len(asked)} answered" + (
        f"; {because}." if because else "."
    )
    events.record(session, launch.now, launch.run_id, by, EventKind.SURVEY_CLOSED, said, round_id=found.pk)


def _keep_the_promise(
    session: Session, survey: Survey, found: SurveyRound, answered: list[SurveyPlace]
) -> None:
    """What must not be shown is not kept: the field where one of both is too small, and everything where all are too few."""
    ratings = select(SurveyRating).where(SurveyRating.round_id == found.pk)
    business = sum(place.is_business for place in answered)
    if len(answered) < survey.least:
        for row in session.exec(ratings):
            session.delete(row)
    elif min(business, len(answered) - business) < survey.least:
        for row in session.exec(ratings):
            row.field = ""
            session.add(row)


def _raters(launch: Launch, survey: Survey) -> list[Person]:
    everyone = audiences.resolve(launch.session, launch.partnership_id, survey.raters, THE_RUN)
    if survey.per is Per.PERSON:
        return everyone
    chosen: dict[int, Person] = {}
    for person in sorted(everyone, key=lambda one: (not one.is_contact, one.pk)):
        chosen.setdefault(person.organization_id or -person.pk, person)
    return list(chosen.values())


def _check_number(survey: Survey, raters: int) -> None:
    if not raters:
        raise BadInput(
            "Nobody would be asked just now: “%(title)s” goes to %(raters)s.",
            title=survey.title,
            raters=survey.raters,
        )
    if survey.is_grouped and raters < survey.least:
        raise BadInput(
            "%(number)s would be asked, and so few could be told apart. Open it with names instead, or ask at least %(least)s.",
            number=raters,
            least=survey.least,
        )


def _check_sheet(survey: Survey, sheet: Mapping[str, Said]) -> None:
    known = {one.key: one for one in survey.statements()}
    if not sheet.keys() <= known.keys() or any(one.key not in sheet for one in survey.on_scale):
        raise BadInput("Choose an answer to each statement, or “Cannot say”.")
    for key, said in sheet.items():
        if said.point is not None and (known[key].words or not 0 <= said.point < len(survey.scale)):
            raise BadInput("Choose an answer to each statement, or “Cannot say”.")
        if len(said.words) > WORDS:
            raise BadInput("Keep each comment to %(most)s characters.", most=WORDS)


def _rows(
    survey: Survey, found: SurveyRound, place: SurveyPlace, person: Person, key: str, said: Said
) -> list[SurveyRating]:
    """Rating and words of a statement: one row with a name, or two rows that nothing ties to each other."""
    words = said.words.strip()
    if not survey.is_grouped:
        return [
            SurveyRating(
                key=_lot(),
                round_id=found.pk,
                statement=key,
                point=said.point,
                words=words,
                person_id=person.pk,
            )
        ]
    field = BUSINESS if place.is_business else OTHERS
    rows = [SurveyRating(key=_lot(), round_id=found.pk, statement=key, words=words)] if words else []
    if said.point is not None:
        rows.append(SurveyRating(key=_lot(), round_id=found.pk, statement=key, point=said.point, field=field))
    return rows


def _locked(launch: Launch, round_id: int) -> SurveyRound:
    """The round, held for this unit of work. Raises NotFound for one of another partnership."""
    found = surveys.find(launch.session, launch.partnership_id, round_id)
    launch.session.refresh(found, with_for_update=True)
    return found


def _business_day(launch: Launch, day: date) -> date:
    """The day itself, or the next on which people are at work."""
    return day if launch.calendar.is_business_day(day) else launch.calendar.next_business_day(day)


def _end_of(launch: Launch, day: date) -> datetime:
    return launch.calendar.moment(day, time.fromisoformat(launch.playbook.office_hours.closes))


def _lot() -> str:
    return secrets.token_hex(8)
