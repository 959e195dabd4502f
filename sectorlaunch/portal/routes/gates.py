"""A gate as a checklist: answering, setting aside, asking again."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import answers, gates
from sectorlaunch.engine import gates as gate_engine
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values
from sectorlaunch.portal.form_actions import APartnershipForm, FormAction, PartnershipForm
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.routes.partnerships import launch_page
from sectorlaunch.portal.views import checklist
from sectorlaunch.records import answers as answer_records
from sectorlaunch.tables import AnswerVerdict, GateState, Person

router = APIRouter()
LAUNCH_PAGE = "launch"
"""What a form says that stood on the launch's own page, not on the gate's."""
THREE = "Choose one of the three: Yes, Not yet, or Doesn’t apply."


@router.get("/partnerships/{slug}/gates/{gate_key}")
def gate(request: ARequest, slug: str, gate_key: str, done: str = "") -> Response:
    return _page(request, slug, gate_key, done=done)


@router.post("/partnerships/{slug}/gates/{gate_key}/answers")
def answer(form: APartnershipForm, gate_key: str) -> Response:
    question_key = form.get("question", "")

    def record(at: Convened) -> str:
        person_id = form_values.number(form.get("person", "")) or at.person_id
        answers.record(
            at.session,
            at.now,
            at.run_id,
            gate_key,
            question_key,
            person_id,
            answers.GivenAnswer(
                form_values.one_of(AnswerVerdict, form.get("verdict", ""), THREE),
                form.get("note", ""),
                recorded_by="" if person_id == at.person_id else at.by,
            ),
        )
        return _onwards(at, gate_key, form, "answer", "gate-open")

    return _carry_out(form, record, f"answer-{question_key}", gate_key)


@router.post("/partnerships/{slug}/gates/{gate_key}/waivers")
def waive(form: APartnershipForm, gate_key: str) -> Response:
    question_key = form.get("question") or None

    def set_aside(at: Convened) -> str:
        given = gates.waive(
            at.session,
            at.now,
            at.run_id,
            gate_key,
            question_key,
            given_by=form.get("given_by", ""),
            why=form.get("why", ""),
            until=_day(form.get("until", "")),
            asked_by=at.session.get_one(Person, at.person_id),
        )
        if given.waits:
            return _back(gate_key, form, "second-yes-asked")
        return _onwards(at, gate_key, form, "waiver", "waiver-open")

    return _carry_out(form, set_aside, f"waiver-{question_key or 'gate'}", gate_key)


@router.post("/partnerships/{slug}/gates/{gate_key}/reopenings")
def reopen(form: APartnershipForm, gate_key: str) -> Response:
    question_key = form.get("question") or None

    def ask_again(at: Convened) -> str:
        by, why = at.by, form.get("why", "")
        gates.reopen(at.session, at.now, at.run_id, gate_key, question_key, by=by, why=why)
        return _back(gate_key, form, "reopened")

    return _carry_out(form, ask_again, f"reopen-{question_key or 'gate'}", gate_key)


def _page(
    request: PortalRequest, slug: str, gate_key: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        gate = checklist.gate(at, gate_key)
        return request.partnership_page("gate.html", at, done=done, form_error=form_error, gate=gate)


def _carry_out(form: PartnershipForm, action: FormAction, name: str, gate_key: str) -> Response:
    if form.get("page") == LAUNCH_PAGE:
        return form.carry_out(action, name, launch_page)
    return form.carry_out(action, name, _page, gate_key)


def _onwards(at: Convened, gate_key: str, form: dict[str, str], done: str, done_and_open: str) -> str:
    """Back to where the form stood, or to the launch when this was the last thing the gate waited for."""
    row = answer_records.gate_run(at.session, at.run_id, gate_key)
    was_shut = row.state is GateState.SHUT
    gate_engine.review_run(at.session, at.now, at.run_id)
    if was_shut and row.state is GateState.OPEN:
        return f"?done={done_and_open}"
    return _back(gate_key, form, done)


def _back(gate_key: str, form: dict[str, str], done: str) -> str:
    if form.get("page") == LAUNCH_PAGE:
        return f"?done={done}#gate-{gate_key}"
    return f"/gates/{gate_key}?done={done}"


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        raise BadInput("Give the day until which it is set aside, such as 2027-03-04.") from None
