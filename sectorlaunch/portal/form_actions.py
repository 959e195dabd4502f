"""A convener's form about a partnership: what it asks for is done, or said again with its mistake beside it."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends
from fastapi.responses import Response

from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal.portal_request import AForm, ARequest, Convened, FormError

FormAction = Callable[[Convened], str]
"""Does what a form asks for, in the unit of work of the request; says where to go on behind the partnership's address."""


class PartnershipForm(dict[str, str]):
    """The fields as they were typed. Raises SignInNeeded, and ForgedForm for one made for another browser."""

    def __init__(self, request: ARequest, slug: str, fields: AForm) -> None:
        request.check_form(fields)
        super().__init__(fields)
        self.request = request
        self.slug = slug

    def carry_out(
        self,
        action: FormAction,
        name: str,
        page: Callable[..., Response],
        *shown: object,
        **how: object,
    ) -> Response:
        """One unit of work, then on. What cannot be done is said at the form `name`, on the page it was asked from.

        The page is called with the request, the partnership's short name, `shown` and `how`.
        """
        return self.request.carry_out(
            lambda session: f"/partnerships/{self.slug}{action(self.request.convened(session, self.slug))}",
            lambda message: page(
                self.request, self.slug, *shown, form_error=FormError(name, message, self), **how
            ),
        )

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
                raise BadInput(error.message) from None

        return act


APartnershipForm = Annotated[PartnershipForm, Depends(PartnershipForm)]
