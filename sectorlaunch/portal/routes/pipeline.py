"""The champion pipeline in columns: a button moves somebody on; dragging is the same form, sent by the mouse."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import champions, roles
from sectorlaunch.errors import BadInput
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
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
def propose(request: ARequest, form: AForm, slug: str) -> Response:
    """Puts somebody on the pipeline, with who makes the ask."""
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        person = _named(form.get("person", ""), people.with_role(session, at.partnership_id, GUESTS))
        if person is None or person.id is None:
            raise BadInput("Choose somebody from the list.")
        owner = _named(form.get("owner", ""), _owners(session, at))
        roles.add_role(session, request.now, slug, person.id, RoleKind.CHAMPION, by=at.viewer.name)
        champions.propose(session, request.now, at.run_id, person, owner, at.viewer.name)
        return f"/partnerships/{slug}/pipeline?done=pipeline#champion-{person.id}"

    def again(message: str) -> Response:
        return _page(request, slug, form_error=FormError("propose", message, form))

    return request.carry_out(act, again)


@router.post("/partnerships/{slug}/pipeline/{person_id}/fit")
def fit(request: ARequest, form: AForm, slug: str, person_id: int) -> Response:
    """Who makes the ask, and how well somebody fits."""
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        champion = champion_records.champion_of(session, at.partnership_id, person_id)
        if champion is None:
            raise BadInput(NOT_THERE)
        person, by = session.get_one(Person, person_id), at.viewer.name
        owner = _named(form.get("owner", ""), _owners(session, at))
        if owner is not None and owner.id != champion.owner_id:
            champions.propose(session, request.now, at.run_id, person, owner, by)
        champions.note_fit(
            session,
            request.now,
            at.run_id,
            person,
            decides=bool(form.get("decides")),
            cares_for_industry=bool(form.get("industry")),
            cares_for_region=bool(form.get("region")),
            by=by,
        )
        return f"/partnerships/{slug}/pipeline?done=fit#champion-{person_id}"

    def again(message: str) -> Response:
        return _page(request, slug, form_error=FormError(f"champion-{person_id}", message, form))

    return request.carry_out(act, again)


@router.post("/partnerships/{slug}/pipeline/{person_id}")
def move(request: ARequest, form: AForm, slug: str, person_id: int) -> Response:
    """Moves somebody to the stage the form names, with what they said."""
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        if champion_records.champion_of(session, at.partnership_id, person_id) is None:
            raise BadInput(NOT_THERE)
        person, stage = session.get_one(Person, person_id), _stage(form.get("stage", ""))
        note, by = form.get("note", "").strip(), at.viewer.name
        promise = form.get("promise", "").strip()[:4000]
        champions.move(session, request.now, at.run_id, person, stage, by=by, note=note, promise=promise)
        return f"/partnerships/{slug}/pipeline?done=pipeline#champion-{person_id}"

    def again(message: str) -> Response:
        return _page(request, slug, form_error=FormError(f"champion-{person_id}", message, form))

    return request.carry_out(act, again)


def _page(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = pipeline_records.pipeline(session, request.now, at.partnership)
        columns = {stage: [one for one in found if one.stage is stage] for stage in ChampionStage}
        on_it = {one.person_id for one in found}
        guests = people.with_role(session, at.partnership_id, GUESTS)
        return request.partnership_page(
            "pipeline.html",
            at,
            done=done,
            form_error=form_error,
            columns=columns,
            owners=_owners(session, at),
            guests=sorted((p for p in guests if p.id not in on_it), key=lambda person: person.name),
        )


def _owners(session: Session, at: Convened) -> list[Person]:
    """Who may make the ask: the team."""
    everyone = people.with_role(session, at.partnership_id, people.ROLE_SHEET)
    return sorted(everyone, key=lambda person: person.name)


def _named(words: str, among: list[Person]) -> Person | None:
    """The person a form names, of those who may be named. Raises BadInput for anybody else."""
    if not words:
        return None
    found = next((person for person in among if str(person.id) == words), None)
    if found is None:
        raise BadInput("Choose somebody from the list.")
    return found


def _stage(words: str) -> ChampionStage:
    try:
        return ChampionStage(words)
    except ValueError:
        raise BadInput("Choose the column they belong in.") from None
