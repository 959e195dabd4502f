"""Surveys on somebody's own page: the statements, and in a named one what they have said."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from languages import Language
from playbooks.surveys import Survey
from sectorlaunch.actions.surveys import CANNOT_SAY, Said
from sectorlaunch.errors import BadInput
from sectorlaunch.records import surveys
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import SurveyRound


@dataclass(frozen=True)
class OwnSurvey:
    round: SurveyRound
    survey: Survey
    """In the reader's language."""
    is_silent: bool
    said: dict[str, str] = field(default_factory=dict)
    """By the name of the field of the form; empty in a grouped one, of which nobody can tell."""


def of_person(launch: Launch, person_id: int, language: Language) -> list[OwnSurvey]:
    """The open ones they are asked in; a grouped one that is sent is gone from the page."""
    found = (
        OwnSurvey(
            one,
            surveys.survey_of(one, language),
            place.answered_on is None,
            _said(launch, one, person_id),
        )
        for one, place in surveys.open_to(launch.session, launch.partnership_id, person_id)
        if one.closes_at > launch.now
    )
    return [one for one in found if one.is_silent or not one.survey.is_grouped]


def _said(launch: Launch, found: SurveyRound, person_id: int) -> dict[str, str]:
    rows = surveys.own_sheet(launch.session, found.pk, person_id)
    points = {
        f"point-{key}": CANNOT_SAY if row.point is None else str(row.point) for key, row in rows.items()
    }
    return {**points, **{f"words-{key}": row.words for key, row in rows.items()}}


def sheet(own: OwnSurvey, form: dict[str, str]) -> dict[str, Said]:
    """A whole sheet from the form. Raises BadInput where a statement has no answer, naming how many."""
    left = [one for one in own.survey.on_scale if not form.get(f"point-{one.key}")]
    if left:
        raise BadInput("Choose an answer to each statement, or “Cannot say”.")
    return {
        one.key: Said(
            None if one.words else _point(form[f"point-{one.key}"]), form.get(f"words-{one.key}", "")
        )
        for one in own.survey.statements()
    }


def _point(typed: str) -> int | None:
    if typed == CANNOT_SAY:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 3):
        raise BadInput("Choose an answer to each statement, or “Cannot say”.")
    return int(typed)


def find(those: Iterable[OwnSurvey], round_id: int) -> OwnSurvey | None:
    return next((one for one in those if one.round.id == round_id), None)
