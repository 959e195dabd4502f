"""The row of a list that names its columns: below a title, a date or notes, or nowhere."""

from collections.abc import Sequence

from playbooks.yaml_lines import FileMistakes, Mistake
from sectorlaunch.contacts.columns import ROWS_LOOKED_AT, Match, match
from sectorlaunch.contacts.dialect import Dialect
from sectorlaunch.contacts.dialects import DIALECTS


class ColumnsUnclear(FileMistakes):
    """What the columns mean has to be asked: who handed the list in sees them, with the first rows, and says it."""

    def __init__(self, file: str, line: int, found: Match, first_rows: Sequence[Sequence[str]]) -> None:
        missing = (
            "a column with names"
            if not found.names_people
            else "a column with e-mail addresses or telephone numbers"
        )
        remedy = (
            f"{missing} was not found; say what the columns hold: {', '.join(filter(None, found.header))}"
        )
        super().__init__([Mistake(file, line, "", remedy)])
        self.found = found
        self.first_rows = first_rows


def dialect(cells: Sequence[str]) -> Dialect | None:
    """The dialect whose columns these are; None: they speak for themselves, or are none."""
    return next(
        (known for known in DIALECTS if known.recognizes([known.column(cell) for cell in cells])), None
    )


def is_one(cells: Sequence[str]) -> bool:
    """Whether a row names columns: people, and a way to reach them."""
    known = dialect(cells)
    if known is not None and known.says_roles:
        return bool({"email", "phone"} & {known.column(cell) for cell in cells})
    return known is not None or (match(cells).is_enough and not any("@" in cell for cell in cells))


def position(rows: Sequence[Sequence[str]]) -> int | None:
    """The place of the header among the first rows; where none is one, of the row that says
    most, else the first row; None: that one is about somebody already."""
    top = rows[:ROWS_LOOKED_AT]
    found = next((at for at, cells in enumerate(top) if is_one(cells)), None)
    if found is not None or not top:
        return found
    best = max(range(len(top)), key=lambda at: (_said(top[at]), -at))
    if _said(top[best]):
        return best
    return None if any("@" in cell or sum(map(str.isdigit, cell)) >= 7 for cell in top[0]) else 0


def made_up(rows: Sequence[Sequence[str]]) -> list[str]:
    """Names for the columns of a list that has none."""
    return [f"Column {number}" for number in range(1, max(map(len, rows), default=0) + 1)]


def _said(cells: Sequence[str]) -> int:
    return 0 if any("@" in cell for cell in cells) else match(cells).known
