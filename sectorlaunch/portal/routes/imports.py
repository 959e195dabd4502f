"""Taking in a list of contacts, with its report; and people who are on record twice."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select

from playbooks.yaml_lines import FileMistakes
from sectorlaunch.actions import people
from sectorlaunch.actions.contacts import ImportReport
from sectorlaunch.actions.merging import merge
from sectorlaunch.contacts.contact import Given
from sectorlaunch.errors import BadInput
from sectorlaunch.files import contacts_file
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.portal_request import AnUpload, ARequest, Convened, FormError, PortalRequest, Upload
from sectorlaunch.records import duplicates
from sectorlaunch.tables import Merge, Person, Role, RoleKind, Sector

router = APIRouter()
UNDOABLE = 10
"""How many merges are shown to be taken back, newest first."""


@router.get("/partnerships/{slug}/imports")
def offer(request: ARequest, slug: str) -> Response:
    return _page(request, slug)


@router.post("/partnerships/{slug}/imports")
def take_in(request: ARequest, upload: AnUpload, slug: str) -> Response:
    """Reads the list with nothing held open, and shows row by row what became of it; with “check” nothing is stored."""
    request.check_form(upload.fields)
    check_only = upload.fields.get("action") != "take"
    with request.reading() as session:
        request.convened(session, slug)
    try:
        if not upload.data:
            raise BadInput("Choose the file with your list, then send it.")
        contacts = contacts_file.read_bytes(Path(upload.name or "list"), upload.data, _given(upload))
        with request.trying() if check_only else request.changing() as session:
            request.convened(session, slug)
            report = people.import_contacts(session, request.now, slug, contacts, check_only)
    except BadInput as error:
        return _page(request, slug, form_error=FormError("import", error.message, upload.fields))
    except FileMistakes as error:
        sentences = tuple(str(mistake) for mistake in error.mistakes)
        return _page(request, slug, mistakes=sentences, form_error=FormError("import", "", upload.fields))
    return _page(request, slug, report=report, form_error=None)


@router.get("/partnerships/{slug}/duplicates")
def twice(request: ARequest, slug: str, done: str = "") -> Response:
    return _twice(request, slug, done=done)


@router.post("/partnerships/{slug}/duplicates")
def join_or_part(form: APartnershipForm) -> Response:
    """Makes one person of two entries, or takes a merge back."""

    def act(at: Convened) -> str:
        if form.get("merge"):
            row = at.session.get(Merge, form_values.number(form["merge"]))
            if row is None or not _is_ours(at.session, at.partnership_id, row.kept_id):
                raise LinkUnknown
            merge.unmerge(at.session, at.now, row.pk, by=at.by)
            return "/duplicates?done=parted"
        keep, go = form_values.number(form.get("keep", "")), form_values.number(form.get("go", ""))
        if not (
            _is_ours(at.session, at.partnership_id, keep) and _is_ours(at.session, at.partnership_id, go)
        ):
            raise BadInput("Choose two entries of this partnership.")
        merge.merge(at.session, at.now, keep, go, by=at.by)
        return "/duplicates?done=merged"

    return form.carry_out(act, "duplicates", _twice)


def _given(upload: Upload) -> Given:
    role, sector = upload.fields.get("role", ""), upload.fields.get("sector", "")
    return Given(form_values.perhaps(RoleKind, role), form_values.perhaps(Sector, sector))


def _page(
    request: PortalRequest,
    slug: str,
    *,
    report: ImportReport | None = None,
    mistakes: tuple[str, ...] = (),
    form_error: FormError | None = None,
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        return request.partnership_page(
            "imports.html",
            at,
            form_error=form_error,
            report=report,
            mistakes=mistakes,
            roles=list(RoleKind),
            sectors=list(Sector),
        )


def _twice(
    request: PortalRequest, slug: str, *, done: str = "", form_error: FormError | None = None
) -> Response:
    with request.reading() as session:
        at = request.convened(session, slug)
        ours = select(Role.person_id).where(Role.partnership_id == at.partnership_id)
        merged = session.exec(
            select(Merge, Person)
            .join(Person, col(Person.id) == col(Merge.gone_id))
            .where(col(Merge.kept_id).in_(ours), col(Merge.undone_at).is_(None))
            .order_by(col(Merge.id).desc())
            .limit(UNDOABLE)
        ).all()
        return request.partnership_page(
            "duplicates.html",
            at,
            done=done,
            form_error=form_error,
            pairs=duplicates.propose(session, slug),
            merged=[(row, session.get_one(Person, row.kept_id), gone) for row, gone in merged],
        )


def _is_ours(session: Session, partnership_id: int, person_id: int) -> bool:
    wanted = select(Role.id).where(Role.partnership_id == partnership_id, Role.person_id == person_id)
    return session.exec(wanted.limit(1)).first() is not None
