"""Settings: the ways out of this machine; and of one partnership its hours, holidays, numbers, conveners and playbook."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from languages import Language
from notifications.envelope import Outcome
from sectorlaunch.actions import language_wishes, letting_in, scope
from sectorlaunch.engine import keepers
from sectorlaunch.errors import BadInput, ChannelNotReady, NotAllowed, NotFound, SectorLaunchError
from sectorlaunch.outbox import channel_limits, channels
from sectorlaunch.outbox.write import team_posts
from sectorlaunch.portal import form_values, form_versions, on_record, rights, role_form
from sectorlaunch.portal.conveners import Viewer
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.form_actions import APartnershipForm, PartnershipForm
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.personal_answers import CHOOSE_LANGUAGE
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError, PortalRequest
from sectorlaunch.portal.views import installation as installation_views
from sectorlaunch.portal.views import settings
from sectorlaunch.prefect_password import auth_string
from sectorlaunch.records import people, playbook_editions
from sectorlaunch.tables import Account, ActionTeam, Channel, RoleKind, Sector

router = APIRouter()


@router.get("/settings")
def installation(request: ARequest, done: str = "") -> Response:
    return installation_page(request, done=done)


@router.post("/settings/keepers")
def change_keepers(request: ARequest, form: AForm) -> Response:
    """Names somebody who keeps the installation, or ends it."""
    request.check_form(form)
    leads = request.settings.lead_addresses

    def act(session: Session) -> str:
        by = request.viewer(session).name
        if form.get("action") == "end":
            try:
                number = form_values.number(form.get("account", ""))
                keepers.end(session, request.now, number, leads=leads, by=by)
            except NotFound as error:
                raise BadInput(error.message) from None
            return "/settings?done=keeper-ended"
        email, called = form.get("email", ""), form.get("name", "")
        keepers.name(session, request.now, email, called, leads=leads, by=by)
        return "/settings?done=keeper-named"

    def again(error: SectorLaunchError) -> Response:
        return installation_page(request, form_error=FormError.of("keepers", error, form))

    return request.carry_out(act, again)


@router.post("/settings/leads")
def change_leads(request: ARequest, form: AForm) -> Response:
    """Names somebody who sees every partnership, or ends it."""
    request.check_form(form)
    first = request.settings.lead_addresses

    def act(session: Session) -> str:
        by = request.viewer(session).name
        if form.get("action") == "end":
            try:
                number = form_values.number(form.get("account", ""))
                keepers.end_lead(session, request.now, number, first=first, by=by)
            except NotFound as error:
                raise BadInput(error.message) from None
            return "/settings?done=sees-all-no-more"
        email, called = form.get("email", ""), form.get("name", "")
        keepers.name_lead(session, request.now, email, called, first=first, by=by)
        return "/settings?done=sees-all"

    def again(error: SectorLaunchError) -> Response:
        return installation_page(request, form_error=FormError.of("leads", error, form))

    return request.carry_out(act, again)


@router.post("/settings/letters-way")
def settle_letters_way(request: ARequest, form: AForm) -> Response:
    """A second keeper agrees that letters leave another way, or any keeper says no."""
    request.check_form(form)

    def act(session: Session) -> str:
        by = session.get_one(Account, request.viewer(session).account_id)
        if form.get("action") == "agree":
            keepers.agree(session, request.now, settings=request.settings, by=by)
            return "/settings?done=channel"
        if form.get("action") != "withdraw":
            raise BadInput("Say yes or no to it.")
        keepers.withdraw(session, request.now, by=by)
        return "/settings?done=letters-way-kept"

    def again(error: SectorLaunchError) -> Response:
        return installation_page(request, form_error=FormError.of("asked-change", error, form))

    return request.carry_out(act, again)


@router.post("/settings/channels")
def add_channel(request: ARequest, form: AForm) -> Response:
    """Adds a way out, or gives one another address. Nothing leaves by it before it was tested and set live.

    The way letters leave already is changed once somebody else, or the old way, agrees.
    """
    request.check_form(form)

    def act(session: Session) -> str:
        viewer = request.viewer(session)
        tag, url, sender = form.get("tag", ""), form.get("url", ""), form.get("sender", "")
        form_versions.settle(form, on_record.channels(channels.list_channels(session), tag.strip().lower()))
        by = session.get_one(Account, viewer.account_id)
        done = keepers.set_channel(session, request.now, tag, url, sender, settings=request.settings, by=by)
        return f"/settings?done={'channel' if isinstance(done, Channel) else 'letters-way-asked'}"

    def again(error: SectorLaunchError) -> Response:
        return installation_page(request, form_error=FormError.of("channel", error, {**form, "url": ""}))

    return request.carry_out(act, again)


@router.post("/settings/channels/{tag}")
def use_channel(request: ARequest, form: AForm, tag: str) -> Response:
    """Sends a test by a channel, sets it live, or has everything stay in the local mailbox again."""
    request.check_form(form)
    with request.reading() as session:
        viewer = request.viewer(session)
    try:
        done = _use(request, form, tag, viewer)
    except (BadInput, ChannelNotReady, NotFound) as error:
        return installation_page(request, form_error=FormError(f"channel-{tag}", error.message, form))
    return RedirectResponse(f"/settings?done={done}", 303)


@router.get("/partnerships/{slug}/settings")
def of_partnership(request: ARequest, slug: str, done: str = "") -> Response:
    return _partnership(request, slug, done=done)


@router.post("/partnerships/{slug}/settings")
def change(form: APartnershipForm) -> Response:
    """Sets a number, the language, a room, or who may sign in."""
    change = form.chosen(_ACTIONS)

    usual = form.request.settings.keeping_periods

    def changes(at: Convened) -> OnRecord | None:
        match form.get("action"):
            case "language":
                return on_record.language(at.partnership.language)
            case "number":
                found = [one for one in settings.of(at, usual).numbers if one.name == form.get("number")]
                return on_record.number(found[0].value) if found else None
            case "room":
                team = at.session.get(ActionTeam, form_values.number(form.get("team", "")))
                return on_record.room(team.channel if team is not None else at.partnership.team_channel)
        return None

    return form.carry_out(
        lambda at: f"/settings?done={change(at)}",
        form.get("action", ""),
        _partnership,
        changes=changes,
    )


@router.get("/partnerships/{slug}/playbook")
def playbook(request: ARequest, slug: str) -> Response:
    """The playbook this launch runs on, word for word."""
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "playbook.html",
            at,
            edition=playbook_editions.edition_of(session, at.run_id),
            playbook=playbook_editions.of_run(session, at.run_id),
        )


def _use(request: PortalRequest, form: AForm, tag: str, viewer: Viewer) -> str:
    action = form.get("action", "")
    if action == "test":
        to = form.get("to", "").strip()
        if not to:
            raise BadInput("Say to whom the test goes.")
        hosts = request.settings.allowed_channel_hosts
        receipt = channels.send_test(request.portal.engine, request.now, tag, to, hosts, request.tokens)
        if receipt.outcome is not Outcome.SENT:
            said = " ".join(part for part in (str(receipt.code or ""), receipt.words) if part)
            raise BadInput(f"The test did not go: {said or receipt.outcome.value}")
        return "channel-tested"
    if action not in ("live", "stand-down"):
        raise BadInput("Choose what is to be done with the channel.")
    with request.changing() as session:
        use = channels.go_live if action == "live" else channels.stand_down
        use(session, request.now, tag, by=viewer.name)
    return f"channel-{action}"


def _set_number(at: Convened, form: PartnershipForm) -> str:
    value = form_values.whole(form.get("value", ""), "Write the number in digits.", digits=5)
    scope.set_number(at.session, at.now, at.run_id, form.get("number", ""), value, by=at.by)
    return "number"


def _choose_language(at: Convened, form: PartnershipForm) -> str:
    language = form_values.one_of(Language, form.get("language", ""), CHOOSE_LANGUAGE)
    language_wishes.choose(at.session, at.now, at.run_id, at.partnership, language, by=at.by)
    return "language-chosen"


def _let_in(at: Convened, form: PartnershipForm) -> str:
    kind = form_values.one_of(
        RoleKind, form.get("role") or RoleKind.CO_CONVENER.value, "Choose with which role they are let in."
    )
    team = _team(at, form) if kind is RoleKind.TEAM_LEAD else None
    role_form.let_in(at.session, at.now, at.partnership.slug, kind, form, team=team, by=at.by)
    return "let-in"


def _let_go(at: Convened, form: PartnershipForm) -> str:
    person_id = form_values.number(form.get("person", ""))
    held = people.roles_of(at.session, at.partnership_id, person_id)
    named = form.get("role", "")
    ended = [kind for kind in held if kind in (people.SIGNING_IN if named else people.CONVENING)]
    if named:
        ended = [kind for kind in ended if kind == named]
    if not ended:
        raise BadInput("They are not let in with that role.")
    if person_id == at.viewer.person_id and set(ended) & set(people.CONVENING):
        raise NotAllowed("Let a colleague do that; you would lock yourself out.")
    for kind in ended:
        letting_in.end(at.session, at.now, at.partnership.slug, person_id, kind, by=at.by)
    return "let-go"


def _room(at: Convened, form: PartnershipForm) -> str:
    """The channel of a team's room: of the support team, or of the action team that is named."""
    team = _team(at, form)
    team_posts.use(at.session, at.now, at.run_id, form.get("channel", ""), team=team, by=at.by)
    return "room" if form.get("channel") else "room-none"


def _team(at: Convened, form: PartnershipForm) -> ActionTeam | None:
    """The action team that is chosen; None where none is."""
    team = at.session.get(ActionTeam, form_values.number(form["team"])) if form.get("team") else None
    if form.get("team") and (team is None or team.partnership_id != at.partnership_id):
        raise BadInput("That team is not on record here.")
    return team


_ACTIONS: dict[str, Callable[[Convened, PartnershipForm], str]] = {
    "number": _set_number,
    "language": _choose_language,
    "let-in": _let_in,
    "let-go": _let_go,
    "room": _room,
}


def installation_page(
    request: PortalRequest, *, done: str = "", form_error: FormError | None = None
) -> Response:
    """The settings of the installation, shown again by the routes of the forms that stand on it."""
    with request.reading() as session:
        viewer = request.viewer(session)
        page = installation_views.of(session, request.now, request.settings, viewer.account_id)
        return request.page(
            "settings.html",
            status=form_error.status if form_error else 200,
            viewer=viewer,
            page=page,
            said_limits=channel_limits.said,
            prefect_password=auth_string(request.settings) if page.keeps else None,
            notice=flash(done),
            form_error=form_error,
        )


def _partnership(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "partnership_settings.html",
            at,
            done=done,
            form_error=form_error,
            page=settings.of(at, request.settings.keeping_periods),
            sectors=list(Sector),
            roles=[(kind.value, rights.WORDS[kind]) for kind in letting_in.LET_IN],
        )
