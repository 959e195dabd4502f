"""What came of the launch, recorded where it is seen: priorities, votes, teams, promises."""

from typing import TypeVar

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import outcomes, teams
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_actions, form_values, meeting_form
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import results as result_views
from sectorlaunch.records import people
from sectorlaunch.tables import ActionTeam, Commitment, CommitmentState, Person, Priority

router = APIRouter()
Row = TypeVar("Row", Priority, ActionTeam, Commitment)
CLARITY = ("name", "outcome", "strategy", "measure", "way_in")


@router.get("/partnerships/{slug}/results")
def results(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/results")
def record(request: ARequest, form: AForm, slug: str) -> Response:
    """Records what the form's action says."""

    def again(message: str) -> Response:
        asked = f"{form.get('action', '')}-{form.get('number', '')}"
        return _page(request, slug, form_error=FormError(asked, message, form))

    return form_actions.carry_out(
        request,
        slug,
        form,
        _DEEDS,
        target=lambda place: f"/partnerships/{slug}/results?done=result#{place}",
        again=again,
    )


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = result_views.results(session, request.now, at.partnership)
        return request.partnership_page("results.html", at, done=done, form_error=form_error, page=found)


def _priority(request: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    words = form.get("words", "")[:1000]
    outcomes.record_priority(session, request.now, at.run_id, words, by=at.viewer.name)
    return "priorities"


def _vote(request: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    priority = _ours(session, at, Priority, form)
    chosen = {form_values.number(name.removeprefix("voter-")) for name in form if name.startswith("voter-")}
    voters = [
        person
        for person in result_views.results(session, request.now, at.partnership).voters
        if person.id in chosen
    ]
    outcomes.vote(session, request.now, at.run_id, priority.pk, voters)
    return f"priority-{priority.id}"


def _choose(request: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    priority = _ours(session, at, Priority, form)
    outcomes.choose(session, request.now, at.run_id, [priority.pk], by=at.viewer.name)
    return f"priority-{priority.id}"


def _promise(request: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    owner = _person(session, at, form.get("owner", ""))
    team = _ours(session, at, ActionTeam, {"number": form["team"]}) if form.get("team") else None
    words, on = form.get("words", "")[:1000], form_values.day(form.get("on", ""))
    outcomes.commit_to(
        session,
        request.now,
        at.run_id,
        words,
        owner,
        on,
        by=at.viewer.name,
        team_id=team.id if team is not None else None,
    )
    return "promises"


def _settle(request: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    promise = _ours(session, at, Commitment, form)
    state = CommitmentState.DROPPED if form.get("state") == "dropped" else CommitmentState.DONE
    outcomes.settle(session, request.now, at.run_id, promise.pk, state, by=at.viewer.name)
    return "promises"


def _describe(request: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    team = _ours(session, at, ActionTeam, form)
    words = {key: form[key][:1000] for key in CLARITY if form.get(key, "").strip() != getattr(team, key)}
    if words:
        teams.describe(session, request.now, at.run_id, team.pk, by=at.viewer.name, **words)
    return f"team-{team.id}"


def _join(request: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    team = _ours(session, at, ActionTeam, form)
    person = _person(session, at, form.get("person", ""))
    if person is None:
        raise BadInput("Choose who joins the team.")
    teams.join(
        session,
        request.now,
        at.run_id,
        team.pk,
        person,
        by=at.viewer.name,
        contribution=form.get("contribution", "").strip()[:1000],
        lead=form.get("lead") == "yes",
    )
    return f"team-{team.id}"


def _call(request: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    team = _ours(session, at, ActionTeam, form)
    starts_at = meeting_form.starts_at(form, at.partnership.zone)
    if starts_at is None or starts_at <= request.now:
        raise BadInput("Give a day and an hour ahead.")
    teams.schedule_call(session, request.now, at.run_id, team.pk, starts_at, by=at.viewer.name)
    return f"team-{team.id}"


def _form(request: PortalRequest, session: Session, at: Convened, _given: form_actions.Form) -> str:
    teams.form_for_chosen(session, request.now, at.run_id)
    return "teams"


_DEEDS: dict[str, form_actions.Deed] = {
    "priority": _priority,
    "vote": _vote,
    "choose": _choose,
    "promise": _promise,
    "settle": _settle,
    "describe": _describe,
    "join": _join,
    "call": _call,
    "form": _form,
}


def _ours(session: Session, at: Convened, kind: type[Row], form: dict[str, str]) -> Row:
    """A row of this partnership, by the number in the form."""
    found = session.get(kind, form_values.number(form.get("number", "")))
    if found is None or found.partnership_id != at.partnership_id:
        raise BadInput("That is not on record here.")
    return found


def _person(session: Session, at: Convened, words: str) -> Person | None:
    """Somebody with a role here; None where nobody is named."""
    if not words:
        return None
    wanted = form_values.number(words)
    held = (person for person, _ in people.roles_held(session, at.partnership_id))
    found = next((person for person in held if person.id == wanted), None)
    if found is None:
        raise BadInput("Choose somebody who has a role in this partnership.")
    return found
