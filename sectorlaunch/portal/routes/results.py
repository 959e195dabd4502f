"""What came of the launch, recorded where it is seen: priorities, votes, teams, promises."""

from typing import TypeVar

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import outcomes, teams
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_actions, form_values, meeting_form
from sectorlaunch.portal.portal_request import AForm, AVisit, Convened, PortalRequest, Trouble
from sectorlaunch.portal.views import results as result_views
from sectorlaunch.records import people
from sectorlaunch.tables import ActionTeam, Commitment, CommitmentState, Person, Priority

router = APIRouter()
Row = TypeVar("Row", Priority, ActionTeam, Commitment)
CLARITY = ("name", "outcome", "strategy", "measure", "way_in")


@router.get("/partnerships/{slug}/results")
def results(visit: AVisit, slug: str, done: str = "") -> Response:
    return _page(visit, slug, done=done)


@router.post("/partnerships/{slug}/results")
def record(visit: AVisit, form: AForm, slug: str) -> Response:
    """Records what the form's action says."""

    def again(message: str) -> Response:
        asked = f"{form.get('action', '')}-{form.get('number', '')}"
        return _page(visit, slug, trouble=Trouble(asked, message, form))

    return form_actions.carry_out(
        visit,
        slug,
        form,
        _DEEDS,
        target=lambda place: f"/partnerships/{slug}/results?done=result#{place}",
        again=again,
    )


def _page(visit: PortalRequest, slug: str, *, done: str = "", trouble: Trouble | None = None) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = result_views.results(session, visit.now, at.partnership)
        return visit.partnership_page("results.html", at, done=done, trouble=trouble, sight=found)


def _priority(visit: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    words = form.get("words", "")[:1000]
    outcomes.record_priority(session, visit.now, at.run_id, words, by=at.viewer.name)
    return "priorities"


def _vote(visit: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    priority = _ours(session, at, Priority, form)
    chosen = {form_values.number(name.removeprefix("voter-")) for name in form if name.startswith("voter-")}
    voters = [
        person
        for person in result_views.results(session, visit.now, at.partnership).voters
        if person.id in chosen
    ]
    outcomes.vote(session, visit.now, at.run_id, priority.pk, voters)
    return f"priority-{priority.id}"


def _choose(visit: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    priority = _ours(session, at, Priority, form)
    outcomes.choose(session, visit.now, at.run_id, [priority.pk], by=at.viewer.name)
    return f"priority-{priority.id}"


def _promise(visit: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    owner = _person(session, at, form.get("owner", ""))
    team = _ours(session, at, ActionTeam, {"number": form["team"]}) if form.get("team") else None
    words, on = form.get("words", "")[:1000], form_values.day(form.get("on", ""))
    outcomes.commit_to(
        session,
        visit.now,
        at.run_id,
        words,
        owner,
        on,
        by=at.viewer.name,
        team_id=team.id if team is not None else None,
    )
    return "promises"


def _settle(visit: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    promise = _ours(session, at, Commitment, form)
    state = CommitmentState.DROPPED if form.get("state") == "dropped" else CommitmentState.DONE
    outcomes.settle(session, visit.now, at.run_id, promise.pk, state, by=at.viewer.name)
    return "promises"


def _describe(visit: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    team = _ours(session, at, ActionTeam, form)
    words = {key: form[key][:1000] for key in CLARITY if form.get(key, "").strip() != getattr(team, key)}
    if words:
        teams.describe(session, visit.now, at.run_id, team.pk, by=at.viewer.name, **words)
    return f"team-{team.id}"


def _join(visit: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    team = _ours(session, at, ActionTeam, form)
    person = _person(session, at, form.get("person", ""))
    if person is None:
        raise BadInput("Choose who joins the team.")
    teams.join(
        session,
        visit.now,
        at.run_id,
        team.pk,
        person,
        by=at.viewer.name,
        contribution=form.get("contribution", "").strip()[:1000],
        lead=form.get("lead") == "yes",
    )
    return f"team-{team.id}"


def _call(visit: PortalRequest, session: Session, at: Convened, form: AForm) -> str:
    team = _ours(session, at, ActionTeam, form)
    starts_at = meeting_form.starts_at(form, at.partnership.zone)
    if starts_at is None or starts_at <= visit.now:
        raise BadInput("Give a day and an hour ahead.")
    teams.schedule_call(session, visit.now, at.run_id, team.pk, starts_at, by=at.viewer.name)
    return f"team-{team.id}"


def _form(visit: PortalRequest, session: Session, at: Convened, _given: form_actions.Form) -> str:
    teams.form_for_chosen(session, visit.now, at.run_id)
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
