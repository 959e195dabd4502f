"""A person's own page, opened by the link in their messages: no account, no password."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from sectorlaunch.actions import data_briefs
from sectorlaunch.portal import personal_answers
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.flash_messages import notice
from sectorlaunch.portal.portal_request import AForm, AVisit, PortalRequest, Trouble
from sectorlaunch.portal.routes.sector_decision import brief_file
from sectorlaunch.portal.security_headers import LETTER_POLICY
from sectorlaunch.portal.views import letter_preview, personal
from sectorlaunch.records import access
from sectorlaunch.tables import AccessLink, LinkPurpose

router = APIRouter()

PREPARED = ("accepted", "tentative", "declined", "substitute")
"""Answers that a link in a message may have prepared; opening it answers nothing."""


@router.get("/p/{token}")
def personal_page(visit: AVisit, token: str, answer: str = "", done: str = "") -> Response:
    return _page(visit, token, prepared=answer if answer in PREPARED else "", done=done)


@router.get("/p/{token}/letter")
def invitation_letter(visit: AVisit, token: str) -> Response:
    """The invitation letter as guests will see it, for the champion who is asked to sign it."""
    with visit.reading() as session:
        link, partnership_id = _link(visit, session, token)
        html = letter_preview.invitation(session, visit.now, partnership_id, link.person_id)
    return HTMLResponse(html, headers={"Content-Security-Policy": LETTER_POLICY})


@router.post("/p/{token}/answers")
def answer_questions(visit: AVisit, form: AForm, token: str) -> Response:
    return _change(visit, token, "questions", form, personal_answers.answer_questions)


@router.post("/p/{token}/role-sheet")
def acknowledge(visit: AVisit, form: AForm, token: str) -> Response:
    return _change(visit, token, "sheet", form, personal_answers.acknowledge)


@router.post("/p/{token}/champion")
def champion(visit: AVisit, form: AForm, token: str) -> Response:
    return _change(visit, token, "champion", form, personal_answers.move_champion)


@router.post("/p/{token}/digest")
def digest(visit: AVisit, form: AForm, token: str) -> Response:
    return _change(visit, token, "digest", form, personal_answers.wish_digest)


@router.post("/p/{token}/meetings/{meeting_id}")
def reply(visit: AVisit, form: AForm, token: str, meeting_id: int) -> Response:
    return _change(
        visit, token, f"reply-{meeting_id}", {**form, "meeting": str(meeting_id)}, personal_answers.reply
    )


@router.post("/p/{token}/polls/{poll_id}")
def vote(visit: AVisit, form: AForm, token: str, poll_id: int) -> Response:
    return _change(
        visit, token, f"poll-{poll_id}", {**form, "poll": str(poll_id)}, personal_answers.vote_on_dates
    )


@router.post("/p/{token}/scores")
def score(visit: AVisit, form: AForm, token: str) -> Response:
    return _change(visit, token, "scores", form, personal_answers.score_sectors)


@router.post("/p/{token}/sector-notes")
def sector_note(visit: AVisit, form: AForm, token: str) -> Response:
    return _change(visit, token, "sector-note", form, personal_answers.note_sector)


@router.get("/p/{token}/brief.pdf")
def data_brief(visit: AVisit, token: str) -> Response:
    """The data brief that went out last."""
    with visit.reading() as session:
        _, partnership_id = _link(visit, session, token)
        brief = data_briefs.newest(session, partnership_id, sent=True)
        if brief is None:
            raise Stranger
        return brief_file(brief, "pdf")


@router.post("/p/{token}/commitments/{commitment_id}")
def settle(visit: AVisit, form: AForm, token: str, commitment_id: int) -> Response:
    return _change(
        visit,
        token,
        f"promise-{commitment_id}",
        {**form, "commitment": str(commitment_id)},
        personal_answers.keep_promise,
    )


@router.post("/p/{token}/commitments/{commitment_id}/later")
def postpone(visit: AVisit, form: AForm, token: str, commitment_id: int) -> Response:
    return _change(
        visit,
        token,
        f"later-{commitment_id}",
        {**form, "commitment": str(commitment_id)},
        personal_answers.postpone_promise,
    )


@router.post("/p/{token}/assistant")
def name_assistant(visit: AVisit, form: AForm, token: str) -> Response:
    return _change(visit, token, "assistant", form, personal_answers.name_assistant)


@router.post("/p/{token}/tasks/{task_id}")
def finish(visit: AVisit, form: AForm, token: str, task_id: int) -> Response:
    return _change(
        visit, token, f"task-{task_id}", {**form, "task": str(task_id)}, personal_answers.finish_task
    )


Change = Callable[[Session, personal.PersonalSight, PortalRequest, dict[str, str]], str]


def _change(
    visit: PortalRequest, token: str, form_name: str, form: dict[str, str], change: Change
) -> Response:
    """Carries out what a person asked for on their page. The token in the address is what lets them;
    nobody who does not know it can have their browser post here."""

    def carry_out(session: Session) -> str:
        done = change(session, _sight(visit, session, token), visit, form)
        return f"/p/{token}?done={done}"

    def again(message: str) -> Response:
        return _page(visit, token, trouble=Trouble(form_name, message, form))

    return visit.carry_out(carry_out, again)


def _page(
    visit: PortalRequest, token: str, *, prepared: str = "", done: str = "", trouble: Trouble | None = None
) -> Response:
    with visit.reading() as session:
        return visit.page(
            "personal.html",
            status=422 if trouble else 200,
            token=token,
            me=_sight(visit, session, token),
            prepared=prepared,
            notice=notice(done),
            trouble=trouble,
        )


def _sight(visit: PortalRequest, session: Session, token: str) -> personal.PersonalSight:
    link, partnership_id = _link(visit, session, token)
    return personal.personal(
        session, visit.now, link.person_id, partnership_id, for_assistant=link.for_assistant
    )


def _link(visit: PortalRequest, session: Session, token: str) -> tuple[AccessLink, int]:
    """A personal link, and its partnership. Raises Stranger for one that does not hold."""
    link = access.look_up(session, visit.now, token, LinkPurpose.PERSONAL)
    if link is None or link.partnership_id is None:
        raise Stranger
    return link, link.partnership_id
