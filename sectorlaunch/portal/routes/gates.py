"""A gate as a checklist: answering, setting aside, asking again."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.errors import BadInput
from sectorlaunch.operations import answers, gates, people_of
from sectorlaunch.portal import conveners
from sectorlaunch.portal.notices import notice
from sectorlaunch.portal.sights import checklist
from sectorlaunch.portal.visit import AForm, AVisit, Trouble, Visit
from sectorlaunch.tables import AnswerVerdict, GateState

router = APIRouter()


@router.get("/partnerships/{slug}/gates/{gate_key}")
def gate(visit: AVisit, slug: str, gate_key: str, done: str = "") -> Response:
    return _page(visit, slug, gate_key, done=done)


@router.post("/partnerships/{slug}/gates/{gate_key}/answers")
def answer(visit: AVisit, form: AForm, slug: str, gate_key: str) -> Response:
    visit.check_form(form)
    question_key = form.get("question", "")

    def record(session: Session) -> str:
        viewer, run_id = _convened(visit, session, slug)
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
        return _onwards(visit, session, run_id, slug, gate_key, "answer", "gate-open")

    return visit.carry_out(record, _again(visit, slug, gate_key, f"answer-{question_key}", form))


@router.post("/partnerships/{slug}/gates/{gate_key}/waivers")
def waive(visit: AVisit, form: AForm, slug: str, gate_key: str) -> Response:
    visit.check_form(form)
    question_key = form.get("question") or None

    def set_aside(session: Session) -> str:
        _, run_id = _convened(visit, session, slug)
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
        return _onwards(visit, session, run_id, slug, gate_key, "waiver", "waiver-open")

    return visit.carry_out(set_aside, _again(visit, slug, gate_key, f"waiver-{question_key or 'gate'}", form))


@router.post("/partnerships/{slug}/gates/{gate_key}/reopenings")
def reopen(visit: AVisit, form: AForm, slug: str, gate_key: str) -> Response:
    visit.check_form(form)
    question_key = form.get("question") or None

    def ask_again(session: Session) -> str:
        viewer, run_id = _convened(visit, session, slug)
        gates.reopen(
            session, visit.now, run_id, gate_key, question_key, by=viewer.name, why=form.get("why", "")
        )
        return f"/partnerships/{slug}/gates/{gate_key}?done=reopened"

    return visit.carry_out(ask_again, _again(visit, slug, gate_key, f"reopen-{question_key or 'gate'}", form))


def _page(
    visit: Visit, slug: str, gate_key: str, *, done: str = "", trouble: Trouble | None = None
) -> Response:
    with visit.reading() as session:
        viewer = visit.viewer(session)
        partnership = conveners.partnership(session, viewer.person_id, slug)
        assert partnership.id is not None
        run = people_of.run_of(session, partnership.id)
        assert run.id is not None
        return visit.page(
            "gate.html",
            status=422 if trouble else 200,
            viewer=viewer,
            partnership=partnership,
            zone=ZoneInfo(partnership.zone),
            gate=checklist.gate(session, visit.now, run.id, gate_key),
            notice=notice(done),
            trouble=trouble,
        )


def _again(
    visit: Visit, slug: str, gate_key: str, form_name: str, form: dict[str, str]
) -> Callable[[str], Response]:
    def show(message: str) -> Response:
        return _page(visit, slug, gate_key, trouble=Trouble(form_name, message, form))

    return show


def _convened(visit: Visit, session: Session, slug: str) -> tuple[conveners.Viewer, int]:
    """The signed-in convener and the run of a partnership they convene."""
    viewer = visit.viewer(session)
    partnership = conveners.partnership(session, viewer.person_id, slug)
    assert partnership.id is not None
    run = people_of.run_of(session, partnership.id)
    assert run.id is not None
    return viewer, run.id


def _onwards(
    visit: Visit, session: Session, run_id: int, slug: str, gate_key: str, done: str, done_and_open: str
) -> str:
    """Back to the gate, or to the launch when this was the last thing it waited for."""
    row = answers.gate_run(session, run_id, gate_key)
    was_shut = row.state is GateState.SHUT
    gates.review_run(session, visit.now, run_id)
    if was_shut and row.state is GateState.OPEN:
        return f"/partnerships/{slug}?done={done_and_open}"
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
