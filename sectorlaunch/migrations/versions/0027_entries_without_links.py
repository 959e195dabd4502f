"""Calendar entries without links

The address a reader's calendar answers to is put into their entry when its letter leaves. Calendars take no update from
another organizer, so those that are out keep theirs: their secrets move from the letters to the links, sealed there.
"""

import hashlib
import re
from typing import Any

import sqlalchemy as sa
from alembic import op
from icalendar import Calendar, vCalAddress

from sectorlaunch.sealing import Sealed

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MARKED = re.compile(r"\+r\.([a-z0-9]{26})@")
STORED = "+r.put.in.when.it.leaves@"
AT_ONCE = 500


def upgrade() -> None:
    op.add_column("accesslink", sa.Column("token", sa.Text(), nullable=True))
    link = sa.table(
        "accesslink",
        sa.column("token_hash", sa.String),
        sa.column("purpose", sa.String),
        sa.column("token", Sealed()),
    )
    columns = ("calendar_text", "calendar_organizer")
    message = sa.table(
        "message", sa.column("id", sa.Integer), *(sa.column(name, sa.String) for name in columns)
    )
    connection, last = op.get_bind(), 0
    known = set(connection.execute(sa.select(link.c.token_hash).where(link.c.purpose == "reply")).scalars())
    with_one = message.c.calendar_organizer.like("%+r.%")
    while rows := connection.execute(
        sa.select(message).where(message.c.id > last, with_one).order_by(message.c.id).limit(AT_ONCE)
    ).all():
        for row in rows:
            last = row.id
            found = MARKED.search(row.calendar_organizer)
            hashed = hashlib.sha256(found[1].encode()).hexdigest() if found else ""
            if found is None or hashed not in known:
                continue  # a secret that opens nothing
            connection.execute(link.update().where(link.c.token_hash == hashed).values(token=found[1]))
            organizer = MARKED.sub(STORED, row.calendar_organizer)
            kept = {
                "calendar_organizer": organizer,
                "calendar_text": organized_by(row.calendar_text, organizer),
            }
            connection.execute(message.update().where(message.c.id == row.id).values(**kept))


def organized_by(entry: str, organizer: str) -> str:
    """A calendar entry with another address for its organizer."""
    if not entry:
        return ""
    calendar: Any = Calendar.from_ical(entry)
    for event in calendar.walk("VEVENT"):
        event["ORGANIZER"] = vCalAddress(f"mailto:{organizer}", params=event["ORGANIZER"].params)
    return str(calendar.to_ical().decode())


def downgrade() -> None:
    """Secrets that were taken out of letters do not come back."""
    op.drop_column("accesslink", "token")
