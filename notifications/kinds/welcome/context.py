"""The first note to someone with a role: what a sector partnership is and is not, their role sheet, their first questions."""

from typing import Self

from notifications import samples
from notifications.context import Line, MessageContext, RoleSheet
from notifications.role_sheets import role_sheet
from notifications.traits import Wants


class Context(MessageContext):
    """`role_sheets`: one for each role the reader holds. `questions_waiting`: guiding questions open to them now."""

    wants = (Wants.ANSWERS, Wants.ROLE_SHEET)
    asks_about = "the first gate"
    carries_role_sheets = True

    role_sheets: tuple[RoleSheet, ...] = ()
    questions_waiting: int = 0
    answer_by: Line = ""
    """ "by {answer_by}": "Friday, March 6"."""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            **samples.letter_to(
                samples.MEMBER,
                role_sheets=(role_sheet("support team"),),
                questions_waiting=4,
                answer_by="Friday, March 6",
            )
        )
