"""The summary of the launch, for whoever writes it: by the link of their letters, without signing in."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.errors import SectorLaunchError
from sectorlaunch.portal import form_versions, summary_form
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.records import access, people
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import LinkPurpose, Partnership, Person

router = APIRouter()


@router.get("/p/{token}/summary")
def summary(request: ARequest, token: str, done: str = "") -> Response:
    return _page(request, token, done=done)


@router.post("/p/{token}/summary")
def write(request: ARequest, form: AForm, token: str) -> Response:
    """Keeps the words, or hands them to whoever releases them."""

    def change(session: Session) -> str:
        launch, person = _writer(request, session, token)
        form_versions.settle(form, summary_form.as_on_record(launch))
        return f"/p/{token}/summary?done={summary_form.keep(launch, form, by=person.name)}"

    def again(error: SectorLaunchError) -> Response:
        return _page(request, token, form_error=FormError.of("words", error, form, request.language))

    return request.carry_out(change, again)


def _page(
    request: PortalRequest, token: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        launch, person = _writer(request, session, token)
        return request.page(
            "own_summary.html",
            status=form_error.status if form_error else 200,
            token=token,
            partnership=launch.partnership,
            person=person,
            zone=launch.zone,
            held=summary_form.in_hand(launch),
            releases=people.convener(session, launch.partnership_id).name,
            notice=flash(done, request.language),
            form_error=form_error,
        )


def _writer(request: PortalRequest, session: Session, token: str) -> tuple[Launch, Person]:
    """Raises LinkUnknown for a link that does not hold, and for whoever does not write the summary."""
    link = access.look_up(session, request.now, token, LinkPurpose.PERSONAL)
    if link is None or link.partnership_id is None or link.for_assistant:
        raise LinkUnknown
    launch = Launch.of_partnership(session, request.now, session.get_one(Partnership, link.partnership_id))
    if not summary_form.is_written_by(launch, link.person_id):
        raise LinkUnknown
    request.speak(session, link.person_id)
    return launch, session.get_one(Person, link.person_id)
