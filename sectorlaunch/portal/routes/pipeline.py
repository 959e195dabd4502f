"""The champion pipeline in columns: a button moves somebody on; dragging is the same form, sent by the mouse."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from sectorlaunch.actions import champions, roles
from sectorlaunch.errors import BadInput
from sectorlaunch.portal import form_values, on_record, talk_form
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import own_talks
from sectorlaunch.records import champions as champion_records
from sectorlaunch.records import people
from sectorlaunch.records import pipeline as pipeline_records
from sectorlaunch.tables import ChampionStage, Person, RoleKind

router = APIRouter()
NOT_THERE = "They are not on the pipeline of this partnership."
GUESTS = (RoleKind.BUSINESS_LEADER, RoleKind.CHAMPION)


@router.get("/partnerships/{slug}/pipeline")
def pipeline(request: ARequest, slug: str, done: str = "") -> Response:
    return _page(request, slug, done=done)


@router.post("/partnerships/{slug}/pipeline")
def propose(form: APartnershipForm) -> Response:
    """Puts somebody on the pipeline, with who makes the ask."""

    def act(at: Convened) -> str:
        person = _named(form.get("person", ""), people.with_role(at.session, at.partnership_id, GUESTS))
        if person is None or person.id is None:
            raise BadInput("Choose somebody from the list.")
        owner = _named(form.get("owner", ""), _owners(at))
        roles.add_role(at.session, at.now, form.slug, person.id, RoleKind.CHAMPION, by=at.by)
        champions.propose(at.session, at.now, at.run_id, person, owner, at.by)
        return f"/pipeline?done=pipeline#champion-{person.id}"

    return form.carry_out(act, "propose", _page)


@router.post("/partnerships/{slug}/talk-hours")
def talk_hours(form: APartnershipForm) -> Response:
    """When a convener takes calls of champions they ask."""
    hosts = form.request.settings.allowed_channel_hosts
    acting: list[int] = []

    def act(at: Convened) -> str:
        person = at.session.get_one(Person, at.person_id)
        acting.append(person.pk)
        done = talk_form.keep_hours(at.session, at.now, at.run_id, person, form, hosts, by=at.by)
        return f"/pipeline?done={done}#talk-hours"

    answer = form.carry_out(act, "talk-hours", _page)
    for person_id in acting:
        talk_form.read_calendar(form.request.portal.engine, form.request.now, person_id, hosts)
    return answer


@router.post("/partnerships/{slug}/pipeline/{person_id}/fit")
def fit(form: APartnershipForm, person_id: int) -> Response:
    """Who makes the ask, and how well somebody fits."""

    def act(at: Convened) -> str:
        champion = champion_records.champion_of(at.session, at.partnership_id, person_id)
        if champion is None:
            raise BadInput(NOT_THERE)
        person, by = at.session.get_one(Person, person_id), at.by
        owner = _named(form.get("owner", ""), _owners(at))
        if owner is not None and owner.id != champion.owner_id:
            champions.propose(at.session, at.now, at.run_id, person, owner, by)
        champions.note_fit(
            at.session,
            at.now,
            at.run_id,
            person,
            decides=bool(form.get("decides")),
            cares_for_industry=bool(form.get("industry")),
            cares_for_region=bool(form.get("region")),
            by=by,
        )
        return f"/pipeline?done=fit#champion-{person_id}"

    return form.carry_out(
        act, f"fit-{person_id}", _page, changes=lambda at: _as_seen(at, person_id, on_record.fit)
    )


@router.post("/partnerships/{slug}/pipeline/{person_id}")
def move(form: APartnershipForm, person_id: int) -> Response:
    """Moves somebody to the stage the form names, with what they said."""

    def act(at: Convened) -> str:
        if champion_records.champion_of(at.session, at.partnership_id, person_id) is None:
            raise BadInput(NOT_THERE)
        person, stage = (
            at.session.get_one(Person, person_id),
            form_values.one_of(ChampionStage, form.get("stage", ""), "Choose the column they belong in."),
        )
        note, by = form.get("note", "").strip(), at.by
        promise = form.get("promise", "").strip()[:4000]
        champions.move(at.session, at.now, at.run_id, person, stage, by=by, note=note, promise=promise)
        return f"/pipeline?done=pipeline#champion-{person_id}"

    return form.carry_out(
        act, f"champion-{person_id}", _page, changes=lambda at: _as_seen(at, person_id, on_record.stage)
    )


def _as_seen(
    at: Convened, person_id: int, part: Callable[[pipeline_records.OnPipeline], OnRecord]
) -> OnRecord | None:
    """A part of somebody's card; None for whoever has none."""
    return next((part(one) for one in pipeline_records.pipeline(at) if one.person_id == person_id), None)


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = pipeline_records.pipeline(at)
        columns = {stage: [one for one in found if one.stage is stage] for stage in ChampionStage}
        on_it = {one.person_id for one in found}
        guests = people.with_role(session, at.partnership_id, GUESTS)
        return request.partnership_page(
            "pipeline.html",
            at,
            done=done,
            form_error=form_error,
            columns=columns,
            owners=_owners(at),
            talks=own_talks.of_person(at, at.viewer.person_id, for_assistant=False)
            if at.viewer.person_id is not None
            else None,
            guests=sorted((p for p in guests if p.id not in on_it), key=lambda person: person.name),
        )


def _owners(at: Convened) -> list[Person]:
    """Who may make the ask: the team."""
    everyone = people.with_role(at.session, at.partnership_id, people.ROLE_SHEET)
    return sorted(everyone, key=lambda person: person.name)


def _named(words: str, among: list[Person]) -> Person | None:
    """The person a form names, of those who may be named. Raises BadInput for anybody else."""
    if not words:
        return None
    found = next((person for person in among if str(person.id) == words), None)
    if found is None:
        raise BadInput("Choose somebody from the list.")
    return found
