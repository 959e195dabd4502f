"""Pages with several small forms: each says with its field `action` what is to be done, and a table says how."""

from collections.abc import Callable, Mapping

from fastapi.responses import Response
from sqlmodel import Session

from sectorlaunch.errors import BadInput, NotFound
from sectorlaunch.portal.portal_request import Convened, PortalRequest

Form = dict[str, str]
Deed = Callable[[PortalRequest, Session, Convened, Form], str]
"""Does what a form asks for, in the unit of work of the request; says in a word what was done, or where it shows."""


def carry_out(
    request: PortalRequest,
    slug: str,
    form: Form,
    deeds: Mapping[str, Deed],
    *,
    target: Callable[[str], str],
    again: Callable[[str], Response],
) -> Response:
    """Does what the form's action says, then goes on to the address `target` makes of its word.

    What cannot be done, or is not on record, is said by `again`, at the form it was asked in.
    """
    request.check_form(form)
    name = form.get("action", "")

    def act(session: Session) -> str:
        at = request.convened(session, slug)
        if name not in deeds:
            raise BadInput("Choose what is to be done.")
        try:
            return target(deeds[name](request, session, at, form))
        except NotFound as error:
            raise BadInput(error.message) from None

    return request.carry_out(act, again)
