"""State in columns

What a message, a touch or a task is about, which touch caused it, whose copy or repeat it is, what holds it: until now
read out of words and of beginnings of words, from here on a column each. They are filled once, launch by launch, without
reading the letters.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

AT_ONCE = 1000
Row = dict[str, Any]

TOUCH_READ = ("id", "step_key", "touch_key", "occurrence", "state", "result")
TOUCH_NEW = ("about_kind", "about_id", "held_because", "is_gone")
MESSAGE_READ = (*("id", "person_id", "purpose", "occurrence", "state", "state_reason", "attempts"),)
MESSAGE_NEW = (
    *("planned_id", "step_key", "about_kind", "about_id", "copy_of_id", "repeat_of_id"),
    *("held_because", "calendar_sequence", "calendar_organizer"),
)
TODO_READ = ("id", "kind", "purpose", "occurrence", "done_at", "outcome")
TODO_NEW = ("purpose_kind", "planned_id", "matter_kind", "matter_id", "outcome_kind")


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, sa.column("run_id"), *map(sa.column, columns))


TOUCH = _table("plannedtouch", *TOUCH_READ, *TOUCH_NEW)
MESSAGE = _table("message", *MESSAGE_READ, *MESSAGE_NEW, "calendar_text")
TODO = _table("todo", *TODO_READ, *TODO_NEW)
STEP = _table("steprun", "key")


def upgrade() -> None:
    _add("plannedtouch", "about_kind VARCHAR(40) NOT NULL DEFAULT 'run'")
    _add("plannedtouch", "about_id INTEGER")
    _add("plannedtouch", "held_because VARCHAR(40)")
    _add("plannedtouch", "is_gone BOOLEAN NOT NULL DEFAULT false")
    _add("message", "planned_id INTEGER REFERENCES plannedtouch (id)")
    _add("message", "step_key VARCHAR(60) NOT NULL DEFAULT ''")
    _add("message", "about_kind VARCHAR(40) NOT NULL DEFAULT 'run'")
    _add("message", "about_id INTEGER")
    _add("message", "copy_of_id INTEGER REFERENCES message (id)")
    _add("message", "repeat_of_id INTEGER REFERENCES message (id)")
    _add("message", "calendar_sequence INTEGER")
    _add("message", "calendar_organizer VARCHAR(254) NOT NULL DEFAULT ''")
    _add("message", "held_because VARCHAR(40)")
    _add("todo", "purpose_kind VARCHAR(40) NOT NULL DEFAULT 'other'")
    _add("todo", "planned_id INTEGER REFERENCES plannedtouch (id)")
    _add("todo", "matter_kind VARCHAR(40) NOT NULL DEFAULT 'run'")
    _add("todo", "matter_id INTEGER")
    _add("todo", "outcome_kind VARCHAR(40)")
    _fill()
    op.drop_index("ix_plannedtouch_held", table_name="plannedtouch")
    _index_held("state = 'planned' AND held_because IS NOT NULL")


def downgrade() -> None:
    connection = op.get_bind()
    for words, where in (("held: ", "held_because IS NOT NULL"), ("missed: ", "state = 'missed'")):
        connection.execute(
            sa.text(f"UPDATE plannedtouch SET result = substr(:words || result, 1, 200) WHERE {where}"),
            {"words": words},
        )
    connection.execute(
        sa.text(
            "UPDATE message SET state_reason = state_reason || '; ask, or let it be.' "
            "WHERE held_because = 'asked elsewhere' AND state = 'withheld'"
        )
    )
    for words, because in WORDS_OF_ITS_OWN.items():
        connection.execute(
            sa.text("UPDATE message SET state_reason = :words WHERE held_because = :b AND state_reason = ''"),
            {"words": words, "b": because},
        )
    op.drop_index("ix_plannedtouch_held", table_name="plannedtouch")
    for table, columns in (
        ("todo", TODO_NEW),
        ("plannedtouch", TOUCH_NEW),
        ("message", MESSAGE_NEW),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
    _index_held("state = 'planned' AND result <> ''")


def _add(table: str, column: str) -> None:
    """Written out, because both databases take it so, and neither copies the table."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _index_held(where: str) -> None:
    op.create_index(
        "ix_plannedtouch_held",
        "plannedtouch",
        ["run_id"],
        unique=False,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _fill() -> None:
    connection = op.get_bind()
    for run_id in connection.execute(sa.text("SELECT id FROM playbookrun ORDER BY id")).scalars().all():
        touches = _rows(connection, TOUCH, TOUCH_READ, TOUCH.c.run_id == run_id)
        planned: dict[tuple[str, str], dict[str, int]] = {}
        for touch in touches:
            planned.setdefault((touch["step_key"], touch["touch_key"]), {})[touch["occurrence"]] = touch["id"]
        steps = set(connection.execute(sa.select(STEP.c.key).where(STEP.c.run_id == run_id)).scalars())
        _store(connection, TOUCH, map(_of_touch, touches))
        messages = _rows(connection, MESSAGE, MESSAGE_READ, MESSAGE.c.run_id == run_id)
        _store(connection, MESSAGE, _of_messages(messages, planned, steps))
        tasks = _rows(connection, TODO, TODO_READ, TODO.c.run_id == run_id)
        _store(connection, TODO, (_of_task(task, planned) for task in tasks))
    alone = _rows(connection, MESSAGE, MESSAGE_READ, MESSAGE.c.run_id.is_(None))
    _store(connection, MESSAGE, _of_messages(alone, {}, set()))
    _fill_calendars(connection)


def _rows(
    connection: sa.Connection, table: sa.TableClause, names: Iterable[str], where: sa.ColumnElement[bool]
) -> list[Row]:
    """The rows of one launch, without what is long."""
    wanted = sa.select(*(table.c[name] for name in names)).where(where)
    return [dict(row._mapping) for row in connection.execute(wanted)]


def _store(connection: sa.Connection, table: sa.TableClause, rows: Iterable[Row]) -> None:
    """Every row has its number as `row_id`, and the same columns as the others."""
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            _update(connection, table, batch)
            batch = []
    if batch:
        _update(connection, table, batch)


def _update(connection: sa.Connection, table: sa.TableClause, rows: list[Row]) -> None:
    changed: Row = {name: sa.bindparam(name) for name in rows[0] if name != "row_id"}
    connection.execute(table.update().where(table.c.id == sa.bindparam("row_id")).values(changed), rows)


ABOUT = {
    *(
        "run",
        "person",
        "meeting",
        "commitment",
        "week",
        "wave",
        "scoring",
        "poll",
        "brief",
        "message",
        "waiver",
    ),
}


def _about(occurrence: str) -> tuple[str, int | None]:
    """What an occurrence such as meeting:3#2 is about."""
    kind, _, key = occurrence.partition("#")[0].partition(":")
    if kind not in ABOUT or kind == "week":
        return ("week", None) if kind == "week" else ("run", None)
    return (kind, int(key)) if key.isdecimal() else ("run", None)


def _of_touch(touch: Row) -> Row:
    kind, number = _about(touch["occurrence"])
    result, held = touch["result"], None
    if touch["state"] == "planned" and result.startswith("held: "):
        result = result.removeprefix("held: ")
        held = _why_held(result)
    elif touch["state"] == "missed":
        result = result.removeprefix("missed: ")
    gone = touch["state"] == "cancelled" and result == "what it was about is settled or called off"
    return {
        "row_id": touch["id"],
        "about_kind": kind,
        "about_id": number,
        "held_because": held,
        "is_gone": gone,
        "result": result,
    }


def _why_held(words: str) -> str:
    """It is asked again each hour, and said anew then."""
    if words.endswith("wave has not left yet."):
        return "the wave waits"
    if words == "The launch has no day and hour yet.":
        return "the launch has no hour"
    return "too little lead" if "lead" in words or "days before" in words else "letter not signed"


COPY, AGAIN, NOT_SENT, POST = "/assistant", "#again-", "#not-sent-", "#channel"
Planned = dict[tuple[str, str], dict[str, int]]


def _of_messages(messages: list[Row], planned: Planned, steps: set[str]) -> Iterator[Row]:
    places = {(m["purpose"], m["person_id"], m["occurrence"]): m["id"] for m in messages}
    anybody = {(m["purpose"], m["occurrence"]): m["id"] for m in messages}

    def find(purpose: str, message: Row, occurrence: str) -> int | None:
        """A message by its place; of anybody where two entries of one person were merged since."""
        own = places.get((purpose, message["person_id"], occurrence))
        return own if own is not None else anybody.get((purpose, occurrence))

    for message in messages:
        purpose, occurrence = message["purpose"], message["occurrence"]
        first = occurrence.partition(AGAIN)[0].partition(NOT_SENT)[0]
        copy_of = None
        if purpose.endswith(COPY) and tuple(purpose.split("/")) not in planned:
            purpose = purpose.removesuffix(COPY)
            # Where the letter itself is gone, its copy is still no letter to the person.
            copy_of = find(purpose, message, first) or message["id"]
        step_key, _, touch_key = purpose.removesuffix(POST).partition("/")
        of_touch = planned.get((step_key, touch_key), {})
        caused_by = of_touch.get(first)
        if caused_by is None and first.endswith("#dated"):
            caused_by = max(of_touch.values(), default=None)
        kind, number = _about(occurrence)
        held, reason = _why_kept(message)
        yield {
            "row_id": message["id"],
            "planned_id": caused_by,
            "step_key": step_key if step_key in steps else "",
            "about_kind": kind,
            "about_id": number,
            "copy_of_id": copy_of,
            "repeat_of_id": find(message["purpose"], message, first) if AGAIN in occurrence else None,
            "held_because": held,
            "state_reason": reason,
        }


WORDS_OF_ITS_OWN = {
    "has asked not to be contacted.": "do not contact",
    "the address was refused; mend it first.": "address refused",
    "has asked for no digest.": "no digest",
    "the person has been removed.": "the person was removed",
    "the assistant gets no more copies.": "the assistant gets no copies",
}
_WEEK = re.compile(r"\d+ messages? reached them within a week")
_UNKNOWN_MAILBOX = re.compile(r"\b5\.1\.(0|1|2|3|6|10)\b")


def _why_kept(message: Row) -> tuple[str | None, str]:
    """What keeps a message here, and what else there is to say of it."""
    state, reason = message["state"], message["state_reason"]
    if state in ("withheld", "cancelled") and reason.startswith("asked by "):
        return "asked elsewhere", reason.removesuffix("; ask, or let it be.")
    if state == "dead" and _UNKNOWN_MAILBOX.search(reason):
        return "address refused", reason
    if state in ("withheld", "queued") and reason.startswith("has asked for a pause"):
        return "pause", reason
    if state in ("withheld", "queued") and _WEEK.match(reason):
        return "too many this week", reason
    if state == "withheld" and reason:
        return next(
            (held for words, held in WORDS_OF_ITS_OWN.items() if words.startswith(reason[:29])), None
        ), reason
    if state == "queued" and reason.startswith("Whether it is still needed"):
        return "could not be judged", reason
    if state == "queued" and reason and not message["attempts"]:
        return "letter not signed", reason
    return None, reason


OUTCOMES = (
    *("reached: yes", "reached: no", "wrong number", "answered meanwhile"),
    *("the meeting has moved", "the meeting is called off"),
)


def _of_task(task: Row, planned: Planned) -> Row:
    purpose, occurrence = task["purpose"], task["occurrence"]
    step_key, _, touch_key = purpose.removeprefix("tell/").partition("/")
    of_touch = planned.get((step_key, touch_key), {})
    kind, number = _about(occurrence)
    if purpose.startswith("waiver/") and purpose.removeprefix("waiver/").isdecimal():
        kind, number = "waiver", int(purpose.removeprefix("waiver/"))
    ended = next((words for words in OUTCOMES if task["outcome"].startswith(words)), None)
    return {
        "row_id": task["id"],
        "purpose_kind": _what_for(task, bool(of_touch)),
        "planned_id": of_touch.get(occurrence, max(of_touch.values(), default=None)),
        "matter_kind": kind,
        "matter_id": number,
        "outcome_kind": ended if task["done_at"] is not None else None,
    }


def _what_for(task: Row, of_touch: bool) -> str:
    purpose = task["purpose"]
    if purpose == "asked-twice":
        return "decide an ask"
    if purpose == "tell/meeting-moved":
        return "tell of a move"
    if purpose.startswith("tell/"):
        return "tell"
    return "call" if of_touch and task["kind"] == "phone" else "other"


_FOLD = re.compile(r"\r?\n[ \t]")
_SEQUENCE = re.compile(r"^SEQUENCE:(\d+)", re.MULTILINE)
_ORGANISER = re.compile(r"^ORGANIZER\b.*:mailto:(\S+)\s*$", re.IGNORECASE | re.MULTILINE)


def _fill_calendars(connection: sa.Connection) -> None:
    """From the entries themselves, some at a time."""
    last = 0
    while True:
        found = connection.execute(
            sa.select(MESSAGE.c.id, MESSAGE.c.calendar_text)
            .where(MESSAGE.c.id > last, MESSAGE.c.calendar_text != "")
            .order_by(MESSAGE.c.id)
            .limit(AT_ONCE)
        ).all()
        if not found:
            return
        _update(connection, MESSAGE, [_of_entry(number, _FOLD.sub("", entry)) for number, entry in found])
        last = found[-1][0]


def _of_entry(number: int, entry: str) -> Row:
    sequence, organiser = _SEQUENCE.search(entry), _ORGANISER.search(entry)
    return {
        "row_id": number,
        "calendar_sequence": int(sequence[1]) if sequence else None,
        "calendar_organizer": organiser[1][:254] if organiser else "",
    }
