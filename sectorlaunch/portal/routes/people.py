"""The people of a partnership: the list, one person with the touch log, and how they are reached."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from languages import Language
from sectorlaunch.actions import (
    access,
    addresses,
    contact_log,
    departures,
    do_not_contact,
    handover,
    language_wishes,
    organization_contacts,
    removal,
    roles,
    taking_away,
)
from sectorlaunch.errors import BadInput, NotAllowed, NotFound
from sectorlaunch.export import own_data
from sectorlaunch.portal import form_values, on_record, role_form
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.personal_answers import CHOOSE_LANGUAGE
from sectorlaunch.portal.portal_request import ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import person as person_views
from sectorlaunch.records import access as access_records
from sectorlaunch.records import people, people_list
from sectorlaunch.tables import ContactKind, Person, RoleKind, Sector

router = APIRouter()


CALL_MEETING_OR_MAIL = "Say whether it was a call, a meeting or a mail."
NAMED_HERE = tuple(
    kind for kind in RoleKind if kind not in (*people.CONVENING, *people.SIGN_IN_ONLY, RoleKind.CHAMPION)
)
"""Who convenes, leads a team or looks is named in the settings, because it lets somebody sign in; champions are named on the pipeline."""


@router.get("/partnerships/{slug}/people")
def everyone(request: ARequest, slug: str, role: str = "", q: str = "", done: str = "") -> Response:
    return everyone_again(request, slug, role=role, wanted=q, done=done)


@router.post("/partnerships/{slug}/people")
def name(form: APartnershipForm) -> Response:
    """Names who holds a role: somebody on record by their address, or somebody new."""

    def act(at: Convened) -> str:
        kind = next((kind for kind in NAMED_HERE if kind == form.get("role")), None)
        if kind is None:
            raise BadInput("Choose the role they hold.")
        held = role_form.name_role(at.session, at.now, form.slug, kind, form, by=at.by)
        return f"/people/{held.person_id}?done=role-given"

    return form.carry_out(act, "name", everyone_again)


@router.post("/partnerships/{slug}/people/{person_id}/role-sheet")
def acknowledge(form: APartnershipForm, person_id: int) -> Response:
    """Notes that somebody has said, by phone or in a talk, that the role is theirs."""

    def act(at: Convened, _person: Person) -> str:
        try:
            roles.acknowledge_role_sheet(at.session, at.now, at.run_id, person_id)
        except NotFound as error:
            raise BadInput(error.message) from None
        return "sheet-noted"

    return _change(form, person_id, "role-sheet", act)


def everyone_again(
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
            peers=person_views.peers(at),
        )


@router.get("/partnerships/{slug}/people/{person_id}")
def one(request: ARequest, slug: str, person_id: int, done: str = "") -> Response:
    return _page(request, slug, person_id, done=done)


@router.post("/partnerships/{slug}/people/{person_id}/talks")
def note_talk(form: APartnershipForm, person_id: int) -> Response:
    """Notes a call, a meeting or a mail of somebody's own."""

    def act(at: Convened, person: Person) -> str:
        kind, on = (
            form_values.one_of(ContactKind, form.get("kind", ""), CALL_MEETING_OR_MAIL),
            _day(at, form.get("on", "")),
        )
        words = form.get("words", "")
        contact_log.add(at.session, at.now, at.run_id, person, kind, words, on=on, by=at.by)
        return "talk"

    return _change(form, person_id, "talk", act)


@router.post("/partnerships/{slug}/people/{person_id}/language")
def language(form: APartnershipForm, person_id: int) -> Response:
    """Notes which language somebody wants, as they have told the convener."""

    def act(at: Convened, person: Person) -> str:
        said = form.get("language", "")
        wish = form_values.one_of(Language, said, CHOOSE_LANGUAGE) if said else None
        language_wishes.wish(at.session, at.now, person, wish, by=at.by)
        return "language-chosen"

    return _change(form, person_id, "language", act, lambda person: on_record.language(person.language))


@router.post("/partnerships/{slug}/people/{person_id}/address")
def mend(form: APartnershipForm, person_id: int) -> Response:
    def act(at: Convened, person: Person) -> str:
        email, phone = form.get("email"), form.get("phone")
        addresses.mend(at.session, at.now, person, email=email, phone=phone, by=at.by)
        return "mended"

    return _change(form, person_id, "address", act, on_record.address)


@router.post("/partnerships/{slug}/people/{person_id}/contact")
def leave_alone(form: APartnershipForm, person_id: int) -> Response:
    """Notes that somebody wants no messages any more, or takes that back."""

    def act(at: Convened, person: Person) -> str:
        on = form.get("wish") == "leave alone"
        do_not_contact.mark(at.session, at.now, person_id, on, by=at.by)
        return "left-alone" if on else "contact-again"

    return _change(form, person_id, "contact", act)


@router.post("/partnerships/{slug}/people/{person_id}/handing-over")
def hand_over(form: APartnershipForm, person_id: int) -> Response:
    """Gives everything open that somebody holds here to a colleague."""

    def act(at: Convened, person: Person) -> str:
        to = form_values.number(form.get("to", ""))
        departures.hand_over(at.session, at.now, form.slug, person.pk, to, by=at.by)
        return "handed-over"

    return _change(form, person_id, "leaving", act)


@router.post("/partnerships/{slug}/people/{person_id}/ending")
def end_access(form: APartnershipForm, person_id: int) -> Response:
    """Ends every role of somebody here, and every link they hold."""

    def act(at: Convened, person: Person) -> str:
        if person.id == at.viewer.person_id:
            raise NotAllowed("Let a colleague do that; you would lock yourself out.")
        departures.end_access(at.session, at.now, form.slug, person.pk, by=at.by)
        return "access-ended"

    return _change(form, person_id, "leaving", act)


@router.post("/partnerships/{slug}/people/{person_id}/links")
def end_links(form: APartnershipForm, person_id: int) -> Response:
    """Ends the links somebody holds; what is written to them next has new ones."""

    def act(at: Convened, person: Person) -> str:
        access.end_links(at.session, at.now, at.run_id, person, by=at.by)
        return "links-ended"

    return _change(form, person_id, "leaving", act)


@router.post("/partnerships/{slug}/people/{person_id}/first")
def talk_to_first(form: APartnershipForm, person_id: int) -> Response:
    """Makes somebody the one to talk to first at their organization."""

    def act(at: Convened, person: Person) -> str:
        organization_contacts.name(at.session, at.now, at.run_id, person, by=at.by)
        return "contact-named"

    return _change(form, person_id, "first", act)


@router.post("/partnerships/{slug}/people/{person_id}/own-data")
def give_own_data(form: APartnershipForm, person_id: int) -> Response:
    """What is on record of somebody here, as a file; that it was taken, and by whom, is on record too."""
    request = form.request
    with request.changing() as session:
        at = request.convened(session, form.slug)
        person = _find(at, person_id)
        taking_away.note(session, at.now, at.run_id, by=at.by, what=f"what is on record of {person.name}")
        content = own_data.of(at, person.pk)
    name = f'attachment; filename="person-{person_id}.json"'
    return Response(content, media_type="application/json", headers={"Content-Disposition": name})


@router.post("/partnerships/{slug}/people/{person_id}/erasure")
def erase(form: APartnershipForm, person_id: int) -> Response:
    """Takes somebody's name, addresses and words out of the records, once their name was typed."""

    def act(at: Convened) -> str:
        person = _find(at, person_id)
        if person.id == at.viewer.person_id:
            raise NotAllowed("Let a colleague do that; you would erase yourself.")
        if " ".join(form.get("name", "").split()).casefold() != person.name.casefold():
            raise BadInput(f"Type their name, {person.name}, to say that you mean it.")
        removal.anonymize(at.session, at.now, person.pk, by=at.by)
        return "/people?done=erased"

    return form.carry_out(act, "erasure", _page, person_id)


def _change(
    form: PartnershipForm,
    person_id: int,
    name: str,
    action: Callable[[Convened, Person], str],
    changes: Callable[[Person], OnRecord] | None = None,
) -> Response:
    def act(at: Convened) -> str:
        return f"/people/{person_id}?done={action(at, _find(at, person_id))}"

    def now(at: Convened) -> OnRecord | None:
        return changes(_find(at, person_id)) if changes is not None else None

    return form.carry_out(act, name, _page, person_id, changes=now)


def _page(
    request: PortalRequest, slug: str, person_id: int, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        person = _find(at, person_id)
        return request.partnership_page(
            "person.html",
            at,
            done=done,
            form_error=form_error,
            page=person_views.of(at, person),
            today=at.today,
            holds=handover.open_in(session, person_id, at.partnership_id),
            colleagues=_colleagues(at, person_id),
            links=access_records.held(session, at.now, person_id, at.partnership_id),
        )


def _colleagues(at: Convened, person_id: int) -> list[Person]:
    """Who may take over what somebody holds: the team."""
    team = people.with_role(at.session, at.partnership_id, people.ROLE_SHEET)
    return sorted((one for one in team if one.id != person_id), key=lambda person: person.name)


def _fits(line: people_list.PersonOnList, wanted: str) -> bool:
    return wanted.strip().casefold() in f"{line.name} {line.organization}".casefold()


def _find(at: Convened, person_id: int) -> Person:
    """Raises LinkUnknown for somebody of another partnership's list, or of none."""
    try:
        return people.of_partnership(at.session, at.partnership_id, person_id)
    except NotFound:
        raise LinkUnknown from None


def _day(at: Convened, words: str) -> date:
    on = form_values.day(words) or at.today
    if on > at.today:
        raise BadInput("A talk that has taken place is not dated ahead.")
    return on
