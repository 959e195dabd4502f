"""A convener's form about a partnership: what it asks for is done, or said again with its mistake beside it."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends
from fastapi.responses import Response
from sqlmodel import Session, select

from sectorlaunch.errors import BadInput, NotFound, SectorLaunchError
from sectorlaunch.portal import form_versions
from sectorlaunch.portal.form_versions import OnRecord
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError
from sectorlaunch.tables import Partnership

FormAction = Callable[[Convened], str]
"""Does what a form asks for, in the unit of work of the request; says where to go on behind the partnership's address."""

Changes = Callable[[Convened], OnRecord | None]
"""What a form changes, as it is on record; None where it turns out to change nothing that was there."""


class PartnershipForm(dict[str, str]):
    """The fields as they were typed. Raises SignInNeeded, and ForgedForm for one made for another browser."""

    def __init__(self, request: ARequest, slug: str, fields: AForm) -> None:
        request.check_form(fields)
        super().__init__(fields)
        self.as_typed = dict(fields)
        self.request = request
        self.slug = slug

    def carry_out(
        self,
        action: FormAction,
        name: str,
        page: Callable[..., Response],
        *shown: object,
        changes: Changes | None = None,
        **how: object,
    ) -> Response:
        """One unit of work, then on. What cannot be done is said at the form `name`, on the page it was asked from.

        `changes` is what the form was made from, as it is on record now; without it the form only adds something, or
        does what is the same whichever page it came from. The page is called with the request, the partnership's short
        name, `shown` and `how`.
        """

        def act(session: Session) -> str:
            if changes is not None:
                self._one_after_the_other(session)
            at = self.request.convened(session, self.slug)
            if changes is not None and (on_record := changes(at)) is not None:
                form_versions.settle(self, on_record)
            return f"/partnerships/{self.slug}{action(at)}"

        def again(error: SectorLaunchError) -> Response:
            form_error = FormError.of(name, error, self.as_typed, self.request.language)
            return page(self.request, self.slug, *shown, form_error=form_error, **how)

        return self.request.carry_out(act, again)

    def _one_after_the_other(self, session: Session) -> None:
        """Nobody else changes anything between our look at the record and our change. On SQLite that holds anyway."""
        session.exec(select(Partnership.id).where(Partnership.slug == self.slug).with_for_update())

    def chosen(
        self,
        actions: "Mapping[str, Callable[[Convened, PartnershipForm], str]]",
        otherwise: str = "Choose what is to be done.",
    ) -> FormAction:
        """Of pages with several small forms: what the field `action` names. What is not on record is a mistake in the form."""

        def act(at: Convened) -> str:
            action = actions.get(self.get("action", ""))
            if action is None:
                raise BadInput(otherwise)
            try:
                return action(at, self)
            except NotFound as error:
                raise BadInput(error.sentence, **error.parts) from None

        return act


APartnershipForm = Annotated[PartnershipForm, Depends(PartnershipForm)]
