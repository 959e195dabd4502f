"""A launch as the first revision kept it: what touches, messages and tasks were about stood in words."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, insert

from tests.sample import count_on

from .filled import Rows, row, shape_of

RUN, SHORT_OF_SIGNATURES = 1, "The letter has one signature and needs 2, so it stays here. Ask Champ Two."
LEAD = "The letter would have 22 days until the launch; 30 are needed. Move the date, or waive the lead time with the reason."
GONE = "what it was about is settled or called off"
ENTRY = (
    "BEGIN:VEVENT\r\nSEQUENCE:4\r\nORGANIZER;CN=Cora Venner:mailto:answers+r.abcdefghijklmnopqrs\r\n"
    " tuvwxyz@example.org\r\nEND:VEVENT\r\n"
)

TOUCHES: tuple[dict[str, Any], ...] = (
    {"key": "prepare/logistics", "occurrence": "meeting:2"},
    {"key": "prepare/assistant", "occurrence": "run", "state": "done"},
    {"key": "prepare/invitation", "occurrence": "meeting:2", "result": f"held: {SHORT_OF_SIGNATURES}"},
    {"key": "prepare/invitation", "occurrence": "wave:2", "result": "held: The first wave has not left yet."},
    {"key": "prepare/date", "occurrence": "run", "result": "held: The launch has no day and hour yet."},
    {"key": "prepare/copy", "occurrence": "run", "result": f"held: {LEAD}"},
    {"key": "digest/week", "occurrence": "week:2026-03-09"},
    {"key": "ask/follow-up", "occurrence": "person:2", "state": "cancelled", "result": GONE},
    {
        "key": "ask/late",
        "occurrence": "person:1",
        "state": "missed",
        "result": "missed: the system was not running",
    },
    {"key": "launch/debrief", "occurrence": "meeting:2", "state": "done", "result": "4 messages"},
    {"key": "prepare/silent", "occurrence": "meeting:2", "state": "done"},
)
MESSAGES: dict[str, dict[str, Any]] = {
    "letter": {"purpose": "prepare/logistics", "occurrence": "meeting:2", "calendar_text": ENTRY},
    "its copy": {"purpose": "prepare/logistics/assistant", "occurrence": "meeting:2"},
    "its repeat": {"purpose": "prepare/logistics", "occurrence": "meeting:2#again-1"},
    "its second repeat": {"purpose": "prepare/logistics", "occurrence": "meeting:2#again-2"},
    "repeat of the copy": {"purpose": "prepare/logistics/assistant", "occurrence": "meeting:2#again-1"},
    "copy without its letter": {"purpose": "meeting-moved/assistant", "occurrence": "meeting:2#7"},
    "of a touch keyed assistant": {"purpose": "prepare/assistant", "occurrence": "run"},
    "post": {"purpose": "prepare/logistics#channel", "occurrence": "meeting:2", "kind": "team-post"},
    "not sent": {"purpose": "prepare/invitation", "occurrence": "meeting:2#not-sent-9", "state": "cancelled"},
    "of the second wave": {"purpose": "prepare/invitation", "occurrence": "wave:2"},
    "dated": {"purpose": "launch/debrief", "occurrence": "meeting:1#dated", "kind": "debrief-call"},
    "of a gate": {"purpose": "gate-opened/prepare/champions", "occurrence": "run#2026-03-02T16:00:00+00:00"},
    "of a poll": {"purpose": "date-poll/2/question", "occurrence": "poll:2"},
    "asked to score": {"purpose": "prepare/scoring", "occurrence": "scoring:3"},
    "week": {"purpose": "digest/week", "occurrence": "week:2026-03-09"},
    "test": {"purpose": "test/welcome", "occurrence": "test#2026-03-02T16:00:00+00:00", "run_id": None},
    "unwanted": {"state": "withheld", "state_reason": "has asked not to be contacted"},
    "unwanted, when sent": {"state": "withheld", "state_reason": "has asked not to be contacted."},
    "refused address": {"state": "withheld", "state_reason": "the address was refused; mend it first."},
    "asked twice": {
        "state": "withheld",
        "state_reason": "asked by Upstream on 3 March; ask, or let it be.",
    },
    "let be": {"state": "cancelled", "state_reason": "asked by Upstream on 3 March; let be by Cora."},
    "paused": {"state": "queued", "state_reason": "has asked for a pause until 2026-04-01."},
    "full week": {
        "state": "queued",
        "state_reason": "5 messages reached them within a week, and 5 may; it leaves when there is room, on 2026-03-09.",
    },
    "no digest": {"state": "withheld", "state_reason": "has asked for no digest."},
    "came back": {"state": "dead", "state_reason": "It came back: 5.1.1 no such mailbox"},
    "spam": {"state": "dead", "state_reason": "550 5.7.1 not believed"},
    "put aside": {
        "kind": "invitation",
        "state": "queued",
        "state_reason": SHORT_OF_SIGNATURES,
        "attempts": 0,
    },
    "tried": {"state": "queued", "state_reason": "Try 1: 451 4.3.0 try again", "attempts": 1},
    "fine": {"state": "sent", "state_reason": ""},
}
TASKS: dict[str, dict[str, Any]] = {
    "ladder": {"purpose": "prepare/silent", "occurrence": "meeting:2", "kind": "phone"},
    "tell": {"purpose": "tell/prepare/logistics", "occurrence": "meeting:2", "kind": "phone"},
    "tell of a move": {
        "purpose": "tell/meeting-moved",
        "occurrence": "meeting:2#3",
        "kind": "phone",
        "outcome": "reached: yes. Glad to",
    },
    "tell it is off": {"purpose": "tell/meeting-cancelled", "occurrence": "meeting:2#4", "kind": "phone"},
    "choice": {"purpose": "asked-twice", "occurrence": "message:5", "kind": "other"},
    "waiver": {"purpose": "waiver/2", "occurrence": "run", "kind": "waiver returns"},
    "moved on": {
        "purpose": "prepare/silent",
        "occurrence": "meeting:1",
        "kind": "phone",
        "outcome": "the meeting has moved",
    },
    "wrong number": {
        "purpose": "mend number",
        "occurrence": "task:1",
        "outcome": "wrong number. Ask the desk",
    },
    "words": {"purpose": "missed/x", "occurrence": "day:2026-03-02", "outcome": "Looked at it."},
}


OWN_WORDS = "Your organisation, {{ recipient.organisation }}, and {{host.organisation | capital}}"


KEPT, GONE_PERSON, MERGE, OF_THE_MERGE = 8, 9, 8, 5
"""Two entries merged before, and the number of the rows that were moved from one to the other."""


def _move(table: str, key: int, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {"table": table, "key": {"id": key}, "before": before, "after": after}


def _to_the_kept(table: str, number: int) -> dict[str, Any]:
    return _move(table, number, {"occurrence": f"person:{GONE_PERSON}"}, {"occurrence": f"person:{KEPT}"})


MOVES = [
    # Two touches about one of them each change places, by way of a third.
    _move("plannedtouch", OF_THE_MERGE, {"occurrence": f"person:{KEPT}"}, {"occurrence": f"person:{KEPT}~"}),
    _to_the_kept("plannedtouch", OF_THE_MERGE + 1),
    _move(
        "plannedtouch",
        OF_THE_MERGE,
        {"occurrence": f"person:{KEPT}~"},
        {"occurrence": f"person:{GONE_PERSON}"},
    ),
    _move(
        "plannedtouch",
        OF_THE_MERGE,
        {"state": "planned", "result": ""},
        {"state": "cancelled", "result": "there is one for Ann already"},
    ),
    _to_the_kept("message", OF_THE_MERGE),
    _move("message", OF_THE_MERGE, {"state": "queued"}, {"state": "cancelled"}),
    _to_the_kept("todo", OF_THE_MERGE),
    _move("person", KEPT, {"organisation_id": None}, {"organisation_id": 2}),
    _move("person", GONE_PERSON, {"merged_into_id": None}, {"merged_into_id": KEPT}),
]


def put_in(connection: Connection) -> dict[str, int]:
    """Adds the launch to a filled database of the first revision; its messages and tasks by name."""
    shape = shape_of(connection)
    numbers: dict[str, int] = {}

    def put(table: str, number: int, **given: Any) -> None:
        connection.execute(
            insert(shape.tables[table]).values(row(connection, shape.tables[table], number, **given))
        )

    for number, touch in enumerate(TOUCHES, 11):
        step_key, _, touch_key = touch["key"].partition("/")
        given = {"state": "planned", "result": "", **touch, "step_key": step_key, "touch_key": touch_key}
        given.pop("key")
        put("plannedtouch", number, run_id=RUN, **given)
    for number, step in enumerate(("prepare", "digest", "ask", "launch"), 11):
        put("steprun", number, run_id=RUN, key=step)
    for number, (name, message) in enumerate(MESSAGES.items(), 11):
        given = {
            "run_id": RUN,
            "person_id": 1,
            "state": "sent",
            "state_reason": "",
            "calendar_text": "",
            **message,
        }
        put("message", number, **given)
        numbers[name] = number
    for number, (name, task) in enumerate(TASKS.items(), 11):
        put("todo", number, run_id=RUN, about_id=1, **{"outcome": "", **task})
        numbers[name] = number
    unlike = {"anonymised_at": None, "run_id": RUN, "outcome": "", "result": "", "state_reason": ""}

    def put_merged(table: str, number: int, **given: Any) -> None:
        known = {name: value for name, value in unlike.items() if name in shape.tables[table].columns}
        put(table, number, **{**known, **given})

    put_merged("person", KEPT, organisation_id=2, merged_into_id=None)
    put_merged("person", GONE_PERSON, organisation_id=None, merged_into_id=KEPT)
    place = {"step_key": "ask", "touch_key": "merged"}
    gone, kept = f"person:{GONE_PERSON}", f"person:{KEPT}"
    ended = {"state": "cancelled", "result": "there is one for Ann already"}
    put_merged("plannedtouch", OF_THE_MERGE, occurrence=gone, **place, **ended)
    put_merged("plannedtouch", OF_THE_MERGE + 1, occurrence=kept, **place, state="done")
    put_merged("message", OF_THE_MERGE, occurrence=kept, person_id=KEPT, state="cancelled", calendar_text="")
    put_merged("todo", OF_THE_MERGE, kind="phone", occurrence=kept, owner_id=KEPT)
    put_merged("merge", MERGE, kept_id=KEPT, gone_id=GONE_PERSON, undone_at=None, moves=MOVES)
    put("kindwords", 11, part="text", words=OWN_WORDS)
    put("touchchange", 11, subject=OWN_WORDS, text=OWN_WORDS)
    count_on(connection, shape.sorted_tables)
    return numbers


def by_name(rows: Rows, table: str, numbers: dict[str, int]) -> Callable[[str, str], Any]:
    """What a column of a message, or of a task, says."""
    found = {one["id"]: one for one in rows[table]}
    return lambda name, column: found[numbers[name]][column]
