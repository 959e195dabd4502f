"""Ending all messages: by the button on the page, or by the mail program's own (RFC 8058)."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.operations import access, people
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.visit import AVisit, Visit
from sectorlaunch.tables import LinkPurpose, Person

router = APIRouter()


@router.get("/u/{token}")
def offer(visit: AVisit, token: str) -> Response:
    with visit.reading() as session:
        person = _holder(visit, session, token)
        return visit.page(
            "unsubscribe.html",
            token=token,
            address=person.email,
            is_done=person.do_not_contact_since is not None,
        )


@router.post("/u/{token}")
def stop(visit: AVisit, token: str) -> Response:
    """Answers with a page, not a redirect: mail programs that post here follow none (RFC 8058)."""
    with visit.changing() as session:
        person = _holder(visit, session, token)
        assert person.id is not None
        people.mark_do_not_contact(session, visit.now, person.id, True)
        address = person.email
    return visit.page("unsubscribe.html", token=token, address=address, is_done=True)


def _holder(visit: Visit, session: Session, token: str) -> Person:
    link = access.look_up(session, visit.now, token, LinkPurpose.UNSUBSCRIBE)
    if link is None:
        raise Stranger
    return session.get_one(Person, link.person_id)
