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
from sectorlaunch.portal.entry import Stranger
from sectorlaunch.portal.portal_request import AForm, AVisit, Convened, PortalRequest, Trouble
from sectorlaunch.portal.views import person as person_views
from sectorlaunch.records import people, people_list
from sectorlaunch.tables import ContactKind, Person, RoleKind, Sector

router = APIRouter()


NAMED_HERE = tuple(kind for kind in RoleKind if kind not in (*people.CONVENING, RoleKind.CHAMPION))
"""Who convenes is named in the settings, because it lets somebody sign in; champions are named on the pipeline."""


@router.get("/partnerships/{slug}/people")
def everyone(visit: AVisit, slug: str, role: str = "", q: str = "", done: str = "") -> Response:
    return _all(visit, slug, role=role, wanted=q, done=done)


@router.post("/partnerships/{slug}/people")
def name(visit: AVisit, form: AForm, slug: str) -> Response:
    """Names who holds a role: somebody on record by their address, or somebody new."""
    visit.check_form(form)

    def act(session: Session) -> str:
        at = visit.convened(session, slug)
        kind = next((kind for kind in NAMED_HERE if kind == form.get("role")), None)
        if kind is None:
            raise BadInput("Choose the role they hold.")
        held = role_form.name_role(session, visit.now, slug, kind, form, by=at.viewer.name)
        return f"/partnerships/{slug}/people/{held.person_id}?done=role-given"

    def again(message: str) -> Response:
        return _all(visit, slug, trouble=Trouble("name", message, form))

    return visit.carry_out(act, again)


@router.post("/partnerships/{slug}/people/{person_id}/role-sheet")
def acknowledge(visit: AVisit, form: AForm, slug: str, person_id: int) -> Response:
    """Notes that somebody has said, by phone or in a talk, that the role is theirs."""

    def deed(session: Session, at: Convened, _person: Person) -> str:
        try:
            roles.acknowledge_role_sheet(session, visit.now, at.run_id, person_id)
        except NotFound as error:
            raise BadInput(error.message) from None
        return "sheet-noted"

    return _change(visit, slug, person_id, "role-sheet", form, deed)


def _all(
    visit: PortalRequest,
    slug: str,
    *,
    role: str = "",
    wanted: str = "",
    done: str = "",
    trouble: Trouble | None = None,
) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = people_list.list_people(session, slug)
        return visit.partnership_page(
            "people.html",
            at,
            done=done,
            trouble=trouble,
            named_here=NAMED_HERE,
            sectors=list(Sector),
            people=[one for one in found if (not role or role in one.roles) and _fits(one, wanted)],
            role=role,
            q=wanted,
            roles={kind: sum(kind in one.roles for one in found) for kind in RoleKind},
            total=len(found),
        )


@router.get("/partnerships/{slug}/people/{person_id}")
def one(visit: AVisit, slug: str, person_id: int, done: str = "") -> Response:
    return _page(visit, slug, person_id, done=done)


@router.post("/partnerships/{slug}/people/{person_id}/talks")
def note_talk(visit: AVisit, form: AForm, slug: str, person_id: int) -> Response:
    """Notes a call, a meeting or a mail of somebody's own."""

    def deed(session: Session, at: Convened, person: Person) -> str:
        kind, on = _kind(form.get("kind", "")), _day(form.get("on", ""), visit.now, at)
        words = form.get("words", "")
        contact_log.add(session, visit.now, at.run_id, person, kind, words, on=on, by=at.viewer.name)
        return "talk"

    return _change(visit, slug, person_id, "talk", form, deed)


@router.post("/partnerships/{slug}/people/{person_id}/address")
def mend(visit: AVisit, form: AForm, slug: str, person_id: int) -> Response:
    def deed(session: Session, at: Convened, person: Person) -> str:
        email, phone = form.get("email"), form.get("phone")
        addresses.mend(session, visit.now, person, email=email, phone=phone, by=at.viewer.name)
        return "mended"

    return _change(visit, slug, person_id, "address", form, deed)


@router.post("/partnerships/{slug}/people/{person_id}/contact")
def leave_alone(visit: AVisit, form: AForm, slug: str, person_id: int) -> Response:
    """Notes that somebody wants no messages any more, or takes that back."""

    def deed(session: Session, at: Convened, person: Person) -> str:
        on = form.get("wish") == "leave alone"
        people_actions.mark_do_not_contact(session, visit.now, person_id, on, by=at.viewer.name)
        return "left-alone" if on else "contact-again"

    return _change(visit, slug, person_id, "contact", form, deed)


Deed = Callable[[Session, Convened, Person], str]


def _change(
    visit: PortalRequest, slug: str, person_id: int, name: str, form: dict[str, str], deed: Deed
) -> Response:
    visit.check_form(form)

    def act(session: Session) -> str:
        at = visit.convened(session, slug)
        done = deed(session, at, _find(session, at, person_id).person)
        return f"/partnerships/{slug}/people/{person_id}?done={done}"

    def again(message: str) -> Response:
        return _page(visit, slug, person_id, trouble=Trouble(name, message, form))

    return visit.carry_out(act, again)


def _page(
    visit: PortalRequest, slug: str, person_id: int, *, done: str = "", trouble: Trouble | None = None
) -> Response:
    with visit.reading() as session:
        at = visit.convened(session, slug)
        found = _find(session, at, person_id)
        today = visit.now.astimezone(at.zone).date()
        return visit.partnership_page("person.html", at, done=done, trouble=trouble, sight=found, today=today)


def _fits(line: people_list.PersonOnList, wanted: str) -> bool:
    return wanted.strip().casefold() in f"{line.name} {line.organisation}".casefold()


def _find(session: Session, at: Convened, person_id: int) -> person_views.PersonSight:
    found = person_views.of(session, at.partnership, at.run_id, person_id)
    if found is None:
        raise Stranger
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
