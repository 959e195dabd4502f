"""A gate as a checklist: answering, setting aside, asking again."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import answers, gates
from sectorlaunch.engine import gates as gate_engine
from sectorlaunch.errors import BadInput
from sectorlaunch.portal.portal_request import AForm, AVisit, PortalRequest, Trouble
from sectorlaunch.portal.views import checklist, launch
from sectorlaunch.records import answers as answer_records
from sectorlaunch.tables import AnswerVerdict, GateState

router = APIRouter()
LAUNCH_PAGE = "launch"
"""What a form says that stood on the launch's own page, not on the gate's."""


@router.get("/partnerships/{slug}/gates/{gate_key}")
def gate(visit: AVisit, slug: str, gate_key: str, done: str = "") -> Response:
    return _page(visit, slug, gate_key, done=done)


@router.post("/partnerships/{slug}/gates/{gate_key}/answers")
def answer(visit: AVisit, form: AForm, slug: str, gate_key: str) -> Response:
    visit.check_form(form)
    question_key = form.get("question", "")

    def record(session: Session) -> str:
        at = visit.convened(session, slug)
        viewer, run_id = at.viewer, at.run_id
        person_id = _person_id(form, viewer.person_id)
        answers.record(
            session,
            visit.now,
            run_id,
            gate_key,
            question_key,
            person_id,
            _verdict(form),
            form.get("note", ""),
            recorded_by="" if person_id == viewer.person_id else viewer.name,
        )
        return _onwards(visit, session, run_id, slug, gate_key, form, "answer", "gate-open")

    return visit.carry_out(record, _again(visit, slug, gate_key, f"answer-{question_key}", form))


@router.post("/partnerships/{slug}/gates/{gate_key}/waivers")
def waive(visit: AVisit, form: AForm, slug: str, gate_key: str) -> Response:
    visit.check_form(form)
    question_key = form.get("question") or None

    def set_aside(session: Session) -> str:
        run_id = visit.convened(session, slug).run_id
        gates.waive(
            session,
            visit.now,
            run_id,
            gate_key,
            question_key,
            given_by=form.get("given_by", ""),
            why=form.get("why", ""),
            until=_day(form.get("until", "")),
        )
        return _onwards(visit, session, run_id, slug, gate_key, form, "waiver", "waiver-open")

    return visit.carry_out(set_aside, _again(visit, slug, gate_key, f"waiver-{question_key or 'gate'}", form))


@router.post("/partnerships/{slug}/gates/{gate_key}/reopenings")
def reopen(visit: AVisit, form: AForm, slug: str, gate_key: str) -> Response:
    visit.check_form(form)
    question_key = form.get("question") or None

    def ask_again(session: Session) -> str:
        at = visit.convened(session, slug)
        by, why = at.viewer.name, form.get("why", "")
        gates.reopen(session, visit.now, at.run_id, gate_key, question_key, by=by, why=why)
        return _back(slug, gate_key, form, "reopened")

    return visit.carry_out(ask_again, _again(visit, slug, gate_key, f"reopen-{question_key or 'gate'}", form))


def _page(
    visit: PortalRequest, slug: str, gate_key: str, *, done: str = "", trouble: Trouble | None = None
) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        gate = checklist.gate(session, visit.now, at.run_id, gate_key)
        return visit.partnership_page("gate.html", at, done=done, trouble=trouble, gate=gate)


def _again(
    visit: PortalRequest, slug: str, gate_key: str, form_name: str, form: dict[str, str]
) -> Callable[[str], Response]:
    def show(message: str) -> Response:
        trouble = Trouble(form_name, message, form)
        if form.get("page") != LAUNCH_PAGE:
            return _page(visit, slug, gate_key, trouble=trouble)
        with visit.reading() as session:
            at = visit.convened(session, slug)
            sight = launch.launch(session, visit.now, at.partnership)
            return visit.partnership_page("partnership.html", at, trouble=trouble, sight=sight)

    return show


def _onwards(
    visit: PortalRequest,
    session: Session,
    run_id: int,
    slug: str,
    gate_key: str,
    form: dict[str, str],
    done: str,
    done_and_open: str,
) -> str:
    """Back to where the form stood, or to the launch when this was the last thing the gate waited for."""
    row = answer_records.gate_run(session, run_id, gate_key)
    was_shut = row.state is GateState.SHUT
    gate_engine.review_run(session, visit.now, run_id)
    if was_shut and row.state is GateState.OPEN:
        return f"/partnerships/{slug}?done={done_and_open}"
    return _back(slug, gate_key, form, done)


def _back(slug: str, gate_key: str, form: dict[str, str], done: str) -> str:
    if form.get("page") == LAUNCH_PAGE:
        return f"/partnerships/{slug}?done={done}#gate-{gate_key}"
    return f"/partnerships/{slug}/gates/{gate_key}?done={done}"


def _person_id(form: dict[str, str], default: int) -> int:
    given = form.get("person", "")
    return int(given) if given.isdecimal() and len(given) < 10 else default


def _verdict(form: dict[str, str]) -> AnswerVerdict:
    try:
        return AnswerVerdict(form.get("verdict", ""))
    except ValueError:
        raise BadInput("Choose one of the three: done, still open or not relevant.") from None


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise BadInput("Give the day until which it is set aside, such as 2027-03-04.") from None
