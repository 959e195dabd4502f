"""Taking in a list of contacts, with its report; and people who are on record twice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select

from playbooks.yaml_lines import FileMistakes
from sectorlaunch.actions import list_columns as list_columns_actions
from sectorlaunch.actions import people
from sectorlaunch.actions.contacts import ImportReport
from sectorlaunch.actions.merging import merge
from sectorlaunch.contacts.contact import Given
from sectorlaunch.contacts.header_row import ColumnsUnclear
from sectorlaunch.contacts.meanings import Meaning
from sectorlaunch.errors import BadInput
from sectorlaunch.files import contacts_file
from sectorlaunch.files.contacts_file import ContactsFile
from sectorlaunch.portal import form_values
from sectorlaunch.portal.entry import LinkUnknown
from sectorlaunch.portal.form_actions import APartnershipForm
from sectorlaunch.portal.kept_list import KeptList, handed_in, kept
from sectorlaunch.portal.portal_request import AnUpload, ARequest, Convened, FormError, PortalRequest, Upload
from sectorlaunch.records import duplicates, list_columns
from sectorlaunch.records import people as people_records
from sectorlaunch.tables import Merge, Person, Role, RoleKind, Sector

router = APIRouter()
UNDOABLE = 10
"""How many merges are shown to be taken back, newest first."""


@router.get("/partnerships/{slug}/imports")
def offer(request: ARequest, slug: str) -> Response:
    return _page(request, slug)


@router.post("/partnerships/{slug}/imports")
def take_in(request: ARequest, upload: AnUpload, slug: str) -> Response:
    """Reads the list and shows row by row what became of it; with “check” nothing is stored."""
    request.check_form(upload.fields)
    check_only = upload.fields.get("action") != "take"
    with request.reading() as session:
        at = request.convened(session, slug)
        partnership_id, by = at.partnership_id, at.by
    try:
        name, data = handed_in(upload)
        contacts, told = _read(request, partnership_id, name, data, upload)
        with request.trying() if check_only else request.changing() as session:
            request.convened(session, slug)
            report = people.import_contacts(session, request.now, slug, contacts, check_only)
            if told and not check_only:
                list_columns_actions.remember(
                    session, request.now, partnership_id, contacts.header, told, by=by
                )
    except BadInput as error:
        return _page(request, slug, form_error=FormError("import", error.message, upload.fields))
    except ColumnsUnclear as asked:
        return _page(
            request,
            slug,
            asked=asked,
            kept=kept(name, data),
            form_error=FormError("columns", "", upload.fields),
        )
    except FileMistakes as error:
        sentences = tuple(str(mistake) for mistake in error.mistakes)
        return _page(request, slug, mistakes=sentences, form_error=FormError("import", "", upload.fields))
    return _page(
        request,
        slug,
        report=report,
        kept=kept(name, data) if check_only else None,
        form_error=FormError("import", "", upload.fields),
    )


def _read(
    request: PortalRequest, partnership_id: int, name: str, data: bytes, upload: Upload
) -> tuple[ContactsFile, Mapping[str, Meaning | None]]:
    """The list, and what its columns were said to mean just now; read before anything is written.

    Raises ColumnsUnclear where that has to be asked, FileMistakes for what cannot be read.
    """
    given = _given(upload)
    try:
        return contacts_file.read_bytes(Path(name), data, given), {}
    except ColumnsUnclear as asked:
        header = asked.found.header
        told = _told(header, upload.fields)
        known: Mapping[str, Meaning | None] = told
        if not known:
            with request.reading() as session:
                known = list_columns.remembered(session, partnership_id, header)
        if not known:
            raise
        return contacts_file.read_bytes(Path(name), data, replace(given, columns=known)), told


def _told(header: Sequence[str], fields: Mapping[str, str]) -> dict[str, Meaning | None]:
    """What each column was said to mean on the page; nothing where it was not asked yet."""
    said = {cell.strip(): fields.get(f"column-{at}") for at, cell in enumerate(header)}
    if all(meaning is None for meaning in said.values()):
        return {}
    return {cell: form_values.perhaps(Meaning, meaning or "") for cell, meaning in said.items()}


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
    return Given(
        form_values.perhaps(RoleKind, role),
        form_values.perhaps(Sector, sector),
        sheet=upload.fields.get("sheet", "").strip(),
    )


def _page(
    request: PortalRequest,
    slug: str,
    *,
    report: ImportReport | None = None,
    asked: ColumnsUnclear | None = None,
    kept: KeptList | None = None,
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
            asked=asked,
            kept=kept,
            meanings=list(Meaning),
            mistakes=mistakes,
            roles=[kind for kind in RoleKind if kind not in people_records.SIGN_IN_ONLY],
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
