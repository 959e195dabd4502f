"""One's own account: the name and the address one signs in with, which nobody else changes."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from languages import Language
from languages.catalogs import Sentence
from sectorlaunch.actions import accounts as account_actions
from sectorlaunch.actions import language_wishes, sign_ins
from sectorlaunch.engine import accounts, keepers
from sectorlaunch.errors import BadInput, NotFound, SectorLaunchError
from sectorlaunch.portal import form_values
from sectorlaunch.portal.flash_messages import flash
from sectorlaunch.portal.personal_answers import CHOOSE_LANGUAGE
from sectorlaunch.portal.portal_request import AForm, ARequest, FormError, PortalRequest
from sectorlaunch.records import access
from sectorlaunch.records import accounts as account_records
from sectorlaunch.records import sign_ins as sign_in_records
from sectorlaunch.tables import Account, AccountLink, AccountLinkPurpose

router = APIRouter()


@router.get("/account")
def own(request: ARequest, done: str = "") -> Response:
    return _page(request, done=done)


@router.post("/account")
def change(request: ARequest, form: AForm) -> Response:
    """Another name, or the wish for another address: that is asked at the old one first."""
    request.check_form(form)
    wished = form.get("wish", "")

    def act(session: Session) -> str:
        account = session.get_one(Account, request.viewer(session).account_id)
        if wished == "address":
            accounts.ask_for_address(session, request.now, account, form.get("email", ""))
            return "/account?done=address-asked"
        account_actions.rename(session, request.now, account, form.get("name", ""))
        return "/account?done=renamed"

    return request.carry_out(act, lambda error: _again(request, wished, error, form))


@router.post("/account/sign-ins")
def end_sign_ins(request: ARequest, form: AForm) -> Response:
    """Signs one browser out, or all but this one."""
    request.check_form(form)

    def act(session: Session) -> str:
        account_id = request.viewer(session).account_id
        if form.get("which") == "others":
            this = request.sign_in(session)
            sign_ins.end_all(session, request.now, account_id, but=this.id if this else None)
        else:
            try:
                sign_ins.end(session, request.now, account_id, form_values.number(form.get("which", "")))
            except NotFound as error:
                raise BadInput(error.sentence, **error.parts) from None
        return "/account?done=signed-out"

    return request.carry_out(act, lambda error: _again(request, "sign-ins", error, form))


@router.post("/account/language")
def speak(request: ARequest, form: AForm) -> Response:
    """The language of whoever has a part, in every partnership they have one in; back to where they were."""
    request.check_form(form)

    def act(session: Session) -> str:
        account_id = request.viewer(session).account_id
        language = form_values.one_of(Language, form.get("language", ""), CHOOSE_LANGUAGE)
        for person in account_records.persons_of(session, account_id):
            if person.anonymized_at is None:
                language_wishes.wish(session, request.now, person, language, by=person.name)
        return "/account?done=language" if form.get("back") == "account" else "/?done=language"

    return request.carry_out(act, lambda error: _again(request, "language", error, form))


def _again(request: PortalRequest, name: str, error: SectorLaunchError, form: dict[str, str]) -> Response:
    return _page(request, form_error=FormError.of(name, error, form, request.language))


@router.get("/account/address/{token}")
def offer(request: ARequest, token: str) -> Response:
    """Only shows a button: mail scanners open every link, and must not use this one up."""
    with request.reading() as session:
        link = _link(session, request, token)
        if link is not None:
            request.speak_to(session, session.get_one(Account, link.account_id))
        change = account_records.open_change(session, link.account_id) if link is not None else None
        if link is None or change is None:
            return _spent(request)
        return request.visit(
            "account_address.html",
            token=token,
            account=session.get_one(Account, link.account_id),
            change=change,
            step="agree" if link.purpose is AccountLinkPurpose.OLD_ADDRESS else "confirm",
            taken="",
            refusal="",
        )


@router.post("/account/address/{token}")
def take_step(request: ARequest, form: AForm, token: str) -> Response:
    with request.reading() as session:
        link = _link(session, request, token)
        if link is None:
            return _spent(request)
        request.speak_to(session, session.get_one(Account, link.account_id))
    request.check_visit(form)
    refusal = ""
    taken: str | None = None
    try:
        with request.changing() as session:
            taken = accounts.follow_link(session, request.now, token)
    except BadInput as error:
        refusal = Sentence(error.sentence, error.parts).in_language(request.language)
    if taken is None and not refusal:
        return _spent(request)
    return request.page(
        "account_address.html", status=422 if refusal else 200, taken=taken or "", refusal=refusal
    )


@router.get("/account/letters/{token}")
def offer_letters_way(request: ARequest, token: str) -> Response:
    """A keeper asked that letters leave another way; only shows a button, as above."""
    with request.reading() as session:
        link = access.of_account(session, request.now, token, AccountLinkPurpose.LETTERS_WAY)
        if link is None:
            return _spent(request)
        change = keepers.waits_for(session, request.now, link, request.settings)
        if change is None:
            return _spent(request)
        return request.visit("letters_way.html", token=token, change=change, channel=None, refusal="")


@router.post("/account/letters/{token}")
def agree_to_letters_way(request: ARequest, form: AForm, token: str) -> Response:
    with request.reading() as session:
        if access.of_account(session, request.now, token, AccountLinkPurpose.LETTERS_WAY) is None:
            return _spent(request)
    request.check_visit(form)
    try:
        with request.changing() as session:
            channel = keepers.follow_link(session, request.now, token, request.settings)
            if channel is None:
                return _spent(request)
            return request.page("letters_way.html", channel=channel, refusal="")
    except BadInput as error:
        return request.page("letters_way.html", status=422, channel=None, refusal=error.message)


def _link(session: Session, request: PortalRequest, token: str) -> AccountLink | None:
    """The link of a letter about another address, to the old one or to the new; None for one that does not hold."""
    purposes = (AccountLinkPurpose.OLD_ADDRESS, AccountLinkPurpose.NEW_ADDRESS)
    found = (access.of_account(session, request.now, token, one) for one in purposes)
    return next((link for link in found if link is not None), None)


def _spent(request: PortalRequest) -> Response:
    return request.page("sign_in_spent.html", status=404)


def _page(request: PortalRequest, *, done: str = "", form_error: FormError | None = None) -> Response:
    with request.reading() as session:
        viewer = request.viewer(session)
        return request.page(
            "account.html",
            status=form_error.status if form_error else 200,
            viewer=viewer,
            account=session.get_one(Account, viewer.account_id),
            change=account_records.open_change(session, viewer.account_id),
            sign_ins=sign_in_records.open_of(session, request.now, viewer.account_id),
            this=request.sign_in(session),
            notice=flash(done, request.language),
            form_error=form_error,
        )
