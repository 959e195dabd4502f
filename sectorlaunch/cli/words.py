"""Words typed on the command line that must be one of a closed list."""

from enum import StrEnum
from typing import TypeVar

import typer

Kind = TypeVar("Kind", bound=StrEnum)


def one_of(kind: type[Kind], typed: str, where: str) -> Kind:
    """`support-team`, `support team` and `Support Team` are the same. A wrong word is wrong usage."""
    wanted = typed.strip().casefold().replace("-", " ")
    for known in kind:
        if wanted == known.value.replace("-", " "):
            return known
    names = ", ".join(known.value.replace(" ", "-") for known in kind)
    raise typer.BadParameter(f"“{typed}” is not one of: {names}.", param_hint=where)
