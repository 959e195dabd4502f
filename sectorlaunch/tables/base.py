"""What every table has in common: a number, once its row is written."""

from sqlalchemy import inspect
from sqlmodel import Field, SQLModel


class Row(SQLModel):
    """A row with a number of its own. `id` is None until the row is flushed; `pk` is for everyone after that."""

    id: int | None = Field(default=None, primary_key=True)

    @property
    def pk(self) -> int:
        """The row's number. Raises LookupError for a row that was never flushed, naming its table."""
        if self.id is None:
            state = inspect(self)
            waits = " It waits to be flushed." if state is not None and state.pending else ""
            raise LookupError(f"This {type(self).__name__} has no number yet.{waits}")
        return self.id
