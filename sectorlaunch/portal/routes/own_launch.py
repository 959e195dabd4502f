"""What people say on their own page once the launch is over."""

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.portal import after_launch_answers
from sectorlaunch.portal.portal_request import AForm, ARequest
from sectorlaunch.portal.routes.personal import change

router = APIRouter()


@router.post("/p/{token}/who-was-missing")
def who_was_missing(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "missing", form, after_launch_answers.say_who_was_missing)


@router.post("/p/{token}/quotes")
def quotes(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "quotes", form, after_launch_answers.settle_quotes)


@router.post("/p/{token}/where-to-join")
def where_to_join(request: ARequest, form: AForm, token: str) -> Response:
    return change(request, token, "join", form, after_launch_answers.say_where_to_join)


@router.post("/p/{token}/teams/{team_id}/peers")
def name_peer(request: ARequest, form: AForm, token: str, team_id: int) -> Response:
    """Whom a member would bring to their team."""
    return change(
        request, token, f"peer-{team_id}", {**form, "team": str(team_id)}, after_launch_answers.name_peer
    )


@router.post("/p/{token}/peers/{number}")
def settle_peer(request: ARequest, form: AForm, token: str, number: int) -> Response:
    """Lets the welcome to a peer go, or takes the name back."""
    return change(
        request, token, f"welcome-{number}", {**form, "peer": str(number)}, after_launch_answers.settle_peer
    )


@router.post("/p/{token}/summary-look")
def look(request: ARequest, form: AForm, token: str) -> Response:
    """What a champion says to the summary before it leaves."""
    return change(request, token, "look", form, after_launch_answers.say_of_summary)


@router.post("/p/{token}/meetings/{meeting_id}/agenda")
def agenda(request: ARequest, form: AForm, token: str, meeting_id: int) -> Response:
    """What a meeting is about, from whoever sets its agenda."""
    return change(
        request,
        token,
        f"agenda-{meeting_id}",
        {**form, "meeting": str(meeting_id)},
        after_launch_answers.set_agenda,
    )
