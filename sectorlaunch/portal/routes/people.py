"""The people of a partnership: the list, one person with the touch log, and how they are reached."""

from collections.abc import Callable
from datetime import date, datetime

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.actions import addresses, contact_log, roles
from sectorlaunch.actions import people as people_actions
from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal import form_values, role_form
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import person as person_views
from sectorlaunch.records import people, people_list
from sectorlaunch.tables import ContactKind, Person, RoleKind, Sector

router = APIRouter()


NAMED_HERE = tuple(kind for kind in RoleKind if kind not in (*people.CONVENING, RoleKind.CHAMPION))
"""Who convenes is named in the settings, because it lets somebody sign in; champions are named on the pipeline."""


@router.get("/partnerships/{slug}/people")
def everyone(request: ARequest, slug: str, role: str = "", q: str = "", done: str = "") -> Response:
    return _all(request, slug, role=role, wanted=q, done=done)


@router.post("/partnerships/{slug}/people")
def name(request: ARequest, form: AForm, slug: str) -> Response:
    """Names who holds a role: somebody on record by their address, or somebody new."""
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        kind = next((kind for kind in NAMED_HERE if kind == form.get("role")), None)
        if kind is None:
            raise BadInput("Choose the role they hold.")
        held = role_form.name_role(session, request.now, slug, kind, form, by=at.viewer.name)
        return f"/partnerships/{slug}/people/{held.person_id}?done=role-given"

    def again(message: str) -> Response:
        return _all(request, slug, form_error=FormError("name", message, form))

    return request.carry_out(act, again)


@router.post("/partnerships/{slug}/people/{person_id}/role-sheet")
def acknowledge(request: ARequest, form: AForm, slug: str, person_id: int) -> Response:
    """Notes that somebody has said, by phone or in a talk, that the role is theirs."""

    def deed(session: Session, at: Convened, _person: Person) -> str:
        try:
            roles.acknowledge_role_sheet(session, request.now, at.run_id, person_id)
        except NotFound as error:
            raise BadInput(error.message) from None
        return "sheet-noted"

    return _change(request, slug, person_id, "role-sheet", form, deed)


def _all(
    request: PortalRequest,
    slug: str,
    *,
    role: str = "",
    wanted: str = "",
    done: str = "",
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = people_list.list_people(session, slug)
        return request.partnership_page(
            "people.html",
            at,
            done=done,
            form_error=form_error,
            named_here=NAMED_HERE,
            sectors=list(Sector),
            people=[one for one in found if (not role or role in one.roles) and _fits(one, wanted)],
            role=role,
            q=wanted,
            roles={kind: sum(kind in one.roles for one in found) for kind in RoleKind},
            total=len(found),
        )


@router.get("/partnerships/{slug}/people/{person_id}")
def one(request: ARequest, slug: str, person_id: int, done: str = "") -> Response:
    return _page(request, slug, person_id, done=done)


@router.post("/partnerships/{slug}/people/{person_id}/talks")
def note_talk(request: ARequest, form: AForm, slug: str, person_id: int) -> Response:
    """Notes a call, a meeting or a mail of somebody's own."""

    def deed(session: Session, at: Convened, person: Person) -> str:
        kind, on = _kind(form.get("kind", "")), _day(form.get("on", ""), request.now, at)
        words = form.get("words", "")
        contact_log.add(session, request.now, at.run_id, person, kind, words, on=on, by=at.viewer.name)
        return "talk"

    return _change(request, slug, person_id, "talk", form, deed)


@router.post("/partnerships/{slug}/people/{person_id}/address")
def mend(request: ARequest, form: AForm, slug: str, person_id: int) -> Response:
    def deed(session: Session, at: Convened, person: Person) -> str:
        email, phone = form.get("email"), form.get("phone")
        addresses.mend(session, request.now, person, email=email, phone=phone, by=at.viewer.name)
        return "mended"

    return _change(request, slug, person_id, "address", form, deed)


@router.post("/partnerships/{slug}/people/{person_id}/contact")
def leave_alone(request: ARequest, form: AForm, slug: str, person_id: int) -> Response:
    """Notes that somebody wants no messages any more, or takes that back."""

    def deed(session: Session, at: Convened, person: Person) -> str:
        on = form.get("wish") == "leave alone"
        people_actions.mark_do_not_contact(session, request.now, person_id, on, by=at.viewer.name)
        return "left-alone" if on else "contact-again"

    return _change(request, slug, person_id, "contact", form, deed)


Deed = Callable[[Session, Convened, Person], str]


def _change(
    request: PortalRequest, slug: str, person_id: int, name: str, form: dict[str, str], deed: Deed
) -> Response:
    request.check_form(form)

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        done = deed(session, at, _find(session, at, person_id).person)
        return f"/partnerships/{slug}/people/{person_id}?done={done}"

    def again(message: str) -> Response:
        return _page(request, slug, person_id, form_error=FormError(name, message, form))

    return request.carry_out(act, again)


def _page(
    request: PortalRequest, slug: str, person_id: int, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        found = _find(session, at, person_id)
        today = request.now.astimezone(at.zone).date()
        return request.partnership_page(
            "person.html", at, done=done, form_error=form_error, page=found, today=today
        )


def _fits(line: people_list.PersonOnList, wanted: str) -> bool:
    return wanted.strip().casefold() in f"{line.name} {line.organisation}".casefold()


def _find(session: Session, at: Convened, person_id: int) -> person_views.PersonPage:
    found = person_views.of(session, at.partnership, at.run_id, person_id)
    if found is None:
        raise LinkUnknown
    return found


def _kind(words: str) -> ContactKind:
    try:
        return ContactKind(words)
    except ValueError:
        raise BadInput("Say whether it was a call, a meeting or a mail.") from None


def _day(words: str, now: datetime, at: Convened) -> date:
    today = now.astimezone(at.zone).date()
    on = form_values.day(words) or today
    if on > today:
        raise BadInput("A talk that has taken place is not dated ahead.")
    return on
