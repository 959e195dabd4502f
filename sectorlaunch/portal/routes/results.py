"""What came of the launch, recorded where it is seen: priorities, votes, teams, promises."""

from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter
from fastapi.responses import Response

from playbooks.model import Shown
from sectorlaunch.actions import outcomes, team_endings, teams
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values, meeting_form, on_record, team_form
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import results as result_views
from sectorlaunch.portal.views import shown
from sectorlaunch.records import people
from sectorlaunch.tables import ActionTeam, Commitment, CommitmentState, Person, Priority

router = APIRouter()
Row = TypeVar("Row", Priority, ActionTeam, Commitment)


@router.get("/partnerships/{slug}/results")
def results(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/results")
def record(form: APartnershipForm) -> Response:
    """Records what the form's action says."""
    record = form.chosen(_ACTIONS)
    asked = f"{form.get('action', '')}-{form.get('number', '')}"

    def changes(at: Convened) -> OnRecord | None:
        match form.get("action"):
            case "describe":
                return on_record.team(_ours(at, ActionTeam, form))
            case "settle":
                return on_record.promise(_ours(at, Commitment, form))
        return None

    return form.carry_out(lambda at: f"/results?done=result#{record(at)}", asked, _page, changes=changes)


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = result_views.results(session, request.now, at.partnership)
        said = shown.said_about(at, Shown.PRIORITIES)
        return request.partnership_page(
            "results.html", at, done=done, form_error=form_error, page=found, said=said
        )


def add_priority(at: Convened, form: PartnershipForm) -> str:
    words = form.get("words", "")[:1000]
    outcomes.record_priority(at.session, at.now, at.run_id, words, by=at.by)
    return "priorities"


def _vote(at: Convened, form: PartnershipForm) -> str:
    priority = _ours(at, Priority, form)
    chosen = {form_values.number(name.removeprefix("voter-")) for name in form if name.startswith("voter-")}
    voters = [
        person
        for person in result_views.results(at.session, at.now, at.partnership).voters
        if person.id in chosen
    ]
    outcomes.vote(at.session, at.now, at.run_id, priority.pk, voters)
    return f"priority-{priority.id}"


def _choose(at: Convened, form: PartnershipForm) -> str:
    priority = _ours(at, Priority, form)
    outcomes.choose(at.session, at.now, at.run_id, [priority.pk], by=at.by)
    return f"priority-{priority.id}"


def _unchoose(at: Convened, form: PartnershipForm) -> str:
    """A chosen priority is none any longer; the team at work on it ends, with a name or an end for each promise."""
    priority = _ours(at, Priority, form)
    page = result_views.results(at.session, at.now, at.partnership)
    numbers = [one.commitment.pk for one in page.open_promises_of(priority)]
    settled, why = team_form.settlement(at, form, numbers), form.get("why", "")[:1000]
    team_endings.take_back(at.session, at.now, at.run_id, priority.pk, settled, by=at.by, why=why)
    return f"priority-{priority.id}"


def add_promise(at: Convened, form: PartnershipForm) -> str:
    owner = _person(at, form.get("owner", ""))
    team = _ours(at, ActionTeam, {"number": form["team"]}) if form.get("team") else None
    words, on = form.get("words", "")[:1000], form_values.day(form.get("on", ""))
    outcomes.commit_to(
        at.session,
        at.now,
        at.run_id,
        words,
        owner,
        on,
        by=at.by,
        team_id=team.id if team is not None else None,
    )
    return "promises"


def settle_promise(at: Convened, form: PartnershipForm) -> str:
    promise = _ours(at, Commitment, form)
    state = CommitmentState.DROPPED if form.get("state") == "dropped" else CommitmentState.DONE
    outcomes.settle(at.session, at.now, at.run_id, promise.pk, state, by=at.by)
    return "promises"


def describe_team(at: Convened, form: PartnershipForm) -> str:
    team = _ours(at, ActionTeam, form)
    words = {
        key: form[key][:1000] for key in on_record.CLARITY if form.get(key, "").strip() != getattr(team, key)
    }
    if words:
        teams.describe(at.session, at.now, at.run_id, team.pk, by=at.by, **words)
    return f"team-{team.id}"


def join_team(at: Convened, form: PartnershipForm) -> str:
    team = _ours(at, ActionTeam, form)
    person = _person(at, form.get("person", ""))
    if person is None:
        raise BadInput("Choose who joins the team.")
    teams.join(
        at.session,
        at.now,
        at.run_id,
        team.pk,
        person,
        by=at.by,
        contribution=form.get("contribution", "").strip()[:1000],
        lead=form.get("lead") == "yes",
    )
    return f"team-{team.id}"


def set_call(at: Convened, form: PartnershipForm) -> str:
    team = _ours(at, ActionTeam, form)
    starts_at = meeting_form.starts_at(form, at.partnership.zone)
    if starts_at is None or starts_at <= at.now:
        raise BadInput("Choose a day and time in the future.")
    teams.schedule_call(at.session, at.now, at.run_id, team.pk, starts_at, by=at.by)
    return f"team-{team.id}"


def _form(at: Convened, _form: PartnershipForm) -> str:
    teams.form_for_chosen(at.session, at.now, at.run_id)
    return "teams"


_ACTIONS: dict[str, Callable[[Convened, PartnershipForm], str]] = {
    "priority": add_priority,
    "vote": _vote,
    "choose": _choose,
    "unchoose": _unchoose,
    "promise": add_promise,
    "settle": settle_promise,
    "describe": describe_team,
    "join": join_team,
    "call": set_call,
    "form": _form,
}


def _ours(at: Convened, kind: type[Row], form: dict[str, str]) -> Row:
    """A row of this partnership, by the number in the form."""
    found = at.session.get(kind, form_values.number(form.get("number", "")))
    if found is None or found.partnership_id != at.partnership_id:
        raise BadInput("That is not on record here.")
    return found


def _person(at: Convened, words: str) -> Person | None:
    """Somebody with a role here; None where nobody is named."""
    if not words:
        return None
    wanted = form_values.number(words)
    held = (person for person, _ in people.roles_held(at.session, at.partnership_id))
    found = next((person for person in held if person.id == wanted), None)
    if found is None:
        raise BadInput("Choose somebody who has a role in this partnership.")
    return found
