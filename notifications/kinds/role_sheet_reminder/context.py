"""Asks someone who holds a role to say that they have read the role sheet."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, RoleSheet
from notifications.role_sheets import role_sheet
from notifications.traits import Wants


class Context(MessageContext):
    """`role_sheets`: those this person has not acknowledged."""

    wants = (Wants.ROLE_SHEET,)
    carries_role_sheets = True

    role_sheets: tuple[RoleSheet, ...]
    sent_on: Line = ""
    """ "on {sent_on}": "Monday, March 2"."""
    is_first: bool = False
    """Whether they have not had it yet."""
    again: bool = False
    """Whether this very letter came before: it is the last one."""
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, March 13"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                role_sheets=(role_sheet("facilitator"),),
                sent_on="Monday, March 2",
                answer_by="Friday, March 13",
            )
        )
