"""A gate as a checklist: answering, setting aside, asking again."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import answers, gates
from sectorlaunch.engine import gates as gate_engine
from sectorlaunch.errors import BadInput
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.portal.views import checklist, launch
from sectorlaunch.records import answers as answer_records
from sectorlaunch.tables import AnswerVerdict, GateState

router = APIRouter()
LAUNCH_PAGE = "launch"
"""What a form says that stood on the launch's own page, not on the gate's."""


@router.get("/partnerships/{slug}/gates/{gate_key}")
def gate(request: ARequest, slug: str, gate_key: str, done: str = "") -> Response:
    return _page(request, slug, gate_key, done=done)


@router.post("/partnerships/{slug}/gates/{gate_key}/answers")
def answer(request: ARequest, form: AForm, slug: str, gate_key: str) -> Response:
    request.check_form(form)
    question_key = form.get("question", "")

    def record(session: Session) -> str:
        at = request.convened(session, slug)
        viewer, run_id = at.viewer, at.run_id
        person_id = _person_id(form, viewer.person_id)
        answers.record(
            session,
            request.now,
            run_id,
            gate_key,
            question_key,
            person_id,
            answers.GivenAnswer(
                _verdict(form),
                form.get("note", ""),
                recorded_by="" if person_id == viewer.person_id else viewer.name,
            ),
        )
        return _onwards(request, session, run_id, slug, gate_key, form, "answer", "gate-open")

    return request.carry_out(record, _again(request, slug, gate_key, f"answer-{question_key}", form))


@router.post("/partnerships/{slug}/gates/{gate_key}/waivers")
def waive(request: ARequest, form: AForm, slug: str, gate_key: str) -> Response:
    request.check_form(form)
    question_key = form.get("question") or None

    def set_aside(session: Session) -> str:
        run_id = request.convened(session, slug).run_id
        gates.waive(
            session,
            request.now,
            run_id,
            gate_key,
            question_key,
            given_by=form.get("given_by", ""),
            why=form.get("why", ""),
            until=_day(form.get("until", "")),
        )
        return _onwards(request, session, run_id, slug, gate_key, form, "waiver", "waiver-open")

    return request.carry_out(
        set_aside, _again(request, slug, gate_key, f"waiver-{question_key or 'gate'}", form)
    )


@router.post("/partnerships/{slug}/gates/{gate_key}/reopenings")
def reopen(request: ARequest, form: AForm, slug: str, gate_key: str) -> Response:
    request.check_form(form)
    question_key = form.get("question") or None

    def ask_again(session: Session) -> str:
        at = request.convened(session, slug)
        by, why = at.viewer.name, form.get("why", "")
        gates.reopen(session, request.now, at.run_id, gate_key, question_key, by=by, why=why)
        return _back(slug, gate_key, form, "reopened")

    return request.carry_out(
        ask_again, _again(request, slug, gate_key, f"reopen-{question_key or 'gate'}", form)
    )


def _page(
    request: PortalRequest, slug: str, gate_key: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        gate = checklist.gate(session, request.now, at.run_id, gate_key)
        return request.partnership_page("gate.html", at, done=done, form_error=form_error, gate=gate)


def _again(
    request: PortalRequest, slug: str, gate_key: str, form_name: str, form: dict[str, str]
) -> Callable[[str], Response]:
    def show(message: str) -> Response:
        form_error = FormError(form_name, message, form)
        if form.get("page") != LAUNCH_PAGE:
            return _page(request, slug, gate_key, form_error=form_error)
        with request.reading() as session:
            at = request.convened(session, slug)
            page = launch.launch(session, request.now, at.partnership)
            return request.partnership_page("partnership.html", at, form_error=form_error, page=page)

    return show


def _onwards(
    request: PortalRequest,
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
    gate_engine.review_run(session, request.now, run_id)
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
