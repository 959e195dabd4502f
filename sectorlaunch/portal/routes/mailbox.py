"""The local mailbox: the letters that would have gone out, for the conveners they belong to."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from notifications.wires.mailbox import LocalMailbox
from sectorlaunch.portal.portal_request import ARequest
from sectorlaunch.portal.security_headers import MAILBOX_POLICY, letter_frame
from sectorlaunch.portal.views import mailbox as mailbox_views
from sectorlaunch.records import delivery

router = APIRouter()


@router.get("/mailbox")
def mailbox(request: ARequest, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> Response:
    box = LocalMailbox(request.settings.mailbox)
    with request.reading() as session:
        viewer = request.viewer(session)
        return request.page(
            "mailbox.html",
            viewer=viewer,
            page=mailbox_views.page(session, box, viewer.account_id, number=page),
            leaves=delivery.leaves_the_machine(session),
        )


@router.get("/mailbox/{name}")
def letter(request: ARequest, name: str) -> Response:
    box = LocalMailbox(request.settings.mailbox)
    with request.reading() as session:
        viewer = request.viewer(session)
        found, message = mailbox_views.letter(session, box, viewer.account_id, name)
        return request.page(
            "letter.html",
            viewer=viewer,
            letter=found,
            message=message,
            leaves=delivery.leaves_the_machine(session),
        )


@router.get("/mailbox/{name}/letter")
def letter_html(request: ARequest, name: str) -> Response:
    """The HTML part alone, for the frame. Its links open in a window of their own, so that they can be tried out."""
    box = LocalMailbox(request.settings.mailbox)
    with request.reading() as session:
        viewer = request.viewer(session)
        found, _ = mailbox_views.letter(session, box, viewer.account_id, name)
    html = found.html.replace("<head>", '<head><base target="_blank">', 1)
    return letter_frame(html, MAILBOX_POLICY)


@router.get("/mailbox/{name}/file")
def file(request: ARequest, name: str) -> Response:
    """The .eml file, to be opened in a mail program."""
    box = LocalMailbox(request.settings.mailbox)
    with request.reading() as session:
        viewer = request.viewer(session)
        found, _ = mailbox_views.letter(session, box, viewer.account_id, name)
    headers = {"Content-Disposition": f'attachment; filename="{found.entry.name}"'}
    return Response(found.raw, media_type="message/rfc822", headers=headers)
