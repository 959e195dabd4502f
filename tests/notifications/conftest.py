"""The four cases every message kind is tested in, and the golden files that hold what it looks like.

To read and accept changed words: pytest tests/notifications --accept-golden, then look at `git diff`.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from notifications import samples
from notifications.context import MessageContext, PersonBrief
from notifications.kinds.commitment_due.context import Context as Due
from notifications.rendering import Rendered, calendar_note, context_class, known_kinds, render

GOLDEN = Path(__file__).parent / "golden"


def _is_an_address(words: str) -> bool:
    return words.startswith(("http", "+")) or ("@" in words and " " not in words)


def _rewritten(value: Any, change: Callable[[str], str], copies: int = 1) -> Any:
    """The same value with every word changed, and every list `copies` times as long; addresses stay."""
    if isinstance(value, BaseModel):
        fields = {name: _rewritten(getattr(value, name), change, copies) for name in type(value).model_fields}
        return type(value).model_validate(fields)
    if isinstance(value, tuple):
        return tuple(_rewritten(item, change, copies) for item in value) * copies
    if type(value) is str and value and not _is_an_address(value):
        return change(value)
    return value


def _bare(value: Any) -> Any:
    """The same value with only what is required."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        needed = {name: _bare(getattr(value, name)) for name, field in fields.items() if field.is_required()}
        return type(value).model_validate(needed)
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    return value


CASES: dict[str, Callable[[MessageContext], MessageContext]] = {
    "plain": lambda context: context,
    "awkward": lambda context: _rewritten(context, lambda words: f"O'Brien <b>&\"é {words}"),
    "long": lambda context: _rewritten(context, lambda words: " ".join([words] * 4), copies=4),
    "bare": _bare,
}
IN_HTML = {("invitation", "plain"), ("phone-task", "plain"), ("sign-request", "plain")}
"""Words and marks are the same in every kind: these three have all there are."""

VARIANTS: dict[tuple[str, str], dict[str, Any]] = {
    ("answer-reminder", "last"): {"last": True},
    ("answer-reminder", "of-a-playbook-of-ones-own"): {"gate_about": ""},
    ("answer-request", "of-a-playbook-of-ones-own"): {"gate_about": ""},
    ("champion-follow-up", "last"): {"last": True},
    ("champion-digest", "nobody-yet"): {"guests": (), "maybe": 1, "promises": ()},
    ("champion-digest", "before-the-letters"): {"guests": (), "maybe": 0, "invited": 0},
    ("champion-digest", "after-the-launch"): {"guests": (), "maybe": 0, "invited": 0, "is_over": True},
    ("champion-promise", "soon"): {"soon": True},
    ("coming-confirmed", "after-all"): {"after_all": True},
    ("coming-confirmed", "has-waited"): {"has_waited": True},
    ("coming-confirmed", "host"): {"you_host": True},
    ("coming-confirmed", "near-the-day"): {"promised": samples.promised("meeting-reminder")},
    ("coming-confirmed", "of-a-call"): {
        "promised": samples.promised("call-reminder"),
        "meeting": samples.CALL,
    },
    ("declined-thanks", "after-all"): {"after_all": True},
    ("declined-thanks", "substitute"): {"substitute": "Ada Desk"},
    ("executive-summary", "without-a-team"): {"has_part": False},
    ("executive-summary", "absent"): {"was_there": False, "has_part": False, "next_meeting": samples.CALL},
    ("facilitator-brief", "since"): {
        "since": "Wednesday, May 6",
        "gone": ("Ines Calloray, Sample Precision Tools",),
    },
    ("facilitator-brief", "nothing-new"): {
        "since": "Wednesday, May 6",
        "guests": (),
        "partners": (),
        "unsure": 0,
    },
    ("facilitator-brief", "usual-agenda"): {"agenda": ""},
    ("guests-so-far", "unsure"): {"unsure": True},
    ("promise-noted", "two"): {"commitments": Due.sample().commitments * 2},
    ("same-day-note", "no-summary"): {"promised": ()},
    ("no-show-note", "nothing-chosen"): {"priorities": ()},
    ("save-the-date", "no-letter"): {"promised": ()},
    ("phone-task", "with-a-note"): {
        "calls": (PersonBrief(name="Ann Abel", phone="+1 555 010 0142", note="Prefers a call before eight."),)
    },
    ("commitment-due", "two"): {"commitments": Due.sample().commitments * 2},
    ("commitment-overdue", "two"): {"commitments": Due.sample().commitments * 2},
    ("invitation", "no-champions"): {"champions": ()},
    ("invitation", "one-champion"): {"champions": samples.CHAMPIONS[:1]},
    ("invitation", "own-words"): {
        "letter": "We run companies here, as you do.\n\nCome and say what you need."
    },
    ("meeting-moved", "for-the-assistant"): {"copied_to": "Ada Desk"},
    ("meeting-canceled", "for-the-assistant"): {"copied_to": "Ada Desk"},
    ("invitation", "for-a-partner"): {"for_a_partner": True},
    ("invitation", "many-champions"): {"champions": (*samples.CHAMPIONS, *samples.CHAMPIONS)},
    ("second-letter", "for-a-partner"): {"for_a_partner": True},
    ("logistics", "for-a-partner"): {"for_a_partner": True},
    ("same-day-note", "for-a-partner"): {"for_a_partner": True},
    ("meeting-reminder", "on-the-team"): {"on_the_team": True},
    ("meeting-reminder", "on-the-team-with-a-part"): {
        "on_the_team": True,
        "your_part": "lead the conversation",
    },
    ("sign-request", "reminder"): {"asked_on": "Monday, March 9"},
    ("sign-request", "changed"): {"changed": True},
    ("launch-date", "with-a-part"): {"your_part": "lead the conversation"},
    ("meeting-moved", "on-the-team"): {"on_the_team": True, "had_accepted": False},
    ("meeting-moved", "on-the-team-with-a-part"): {
        "on_the_team": True,
        "had_accepted": False,
        "your_part": "lead the conversation",
    },
    ("meeting-moved", "place-had-accepted"): {"was_when": "", "was_where": "Town Hall"},
    ("meeting-moved", "place"): {"was_when": "", "was_where": "Town Hall", "had_accepted": False},
    ("logistics", "host"): {"you_host": True},
    ("logistics", "to-confirm"): {"to_confirm": True},
    ("logistics", "unsure"): {"unsure": True},
    ("meeting-moved", "had-declined"): {"had_accepted": False, "had_declined": True},
    ("meeting-reminder", "to-confirm"): {"to_confirm": True},
    ("meeting-reminder", "unsure"): {"unsure": True},
    ("quarterly-invitation", "you-chair"): {"you_chair": True},
    ("release-request", "again"): {"again": True},
    ("where-we-stand", "dated"): {"is_dated": True, "coming": 11, "promised": ()},
    ("where-we-stand", "no-champions"): {"champions": (), "your_part": ""},
    ("role-sheet-reminder", "again"): {"again": True},
    ("role-sheet-reminder", "first"): {"is_first": True, "sent_on": ""},
    ("same-day-note", "you-hosted"): {"you_hosted": True},
    ("second-letter", "date-changed"): {"date_changed": True},
    ("debrief-call", "undated"): {"is_dated": False},
    ("phone-task", "three-calls"): {
        "calls": tuple(
            PersonBrief(name=name, phone="+1 555 010 0142") for name in ("Ann Abel", "Bo Berg", "Cy Crane")
        ),
        "more": 12,
        "script": (),
        "history": (),
    },
    ("phone-task", "no-call"): {
        "purpose": "record who was in the room",
        "calls": (),
        "script": (),
        "history": (),
    },
    ("team-call-notice", "later-call"): {"first": False},
    ("team-call-notice", "you-lead"): {"you_lead": True},
    ("team-post", "reminder"): {"news": "reminder"},
    ("team-post", "moved"): {"news": "moved"},
    ("team-post", "called-off"): {"news": "called off", "reason": "the host is ill."},
    ("team-post", "question"): {
        "news": "question",
        "meeting": None,
        "team": "the support team",
        "question": "one shared table",
    },
    ("weekly-digest", "quiet"): {"to_do": (), "trouble": ()},
    ("weekly-digest", "news"): {"to_do": (), "trouble": (), "happened": ()},
}
"""Cases of one kind: the sample with some fields changed."""


def _context(kind: str, case: str) -> MessageContext:
    sample = context_class(kind).sample()
    if case in CASES:
        return CASES[case](sample)
    changed = VARIANTS[kind, case]
    assert changed.keys() <= type(sample).model_fields.keys()
    return sample.model_copy(update=changed)


@cache
def _letter(kind: str, case: str) -> Rendered:
    return render(kind, _context(kind, case))


@pytest.fixture
def letter(kind: str, case: str) -> Rendered:
    return _letter(kind, case)


@pytest.fixture
def note(kind: str, case: str) -> str:
    """What the calendar entry that comes with it says of itself."""
    return calendar_note(kind, _context(kind, case))


@pytest.fixture
def plain_letter(kind: str) -> Rendered:
    return _letter(kind, "plain")


@pytest.fixture
def golden(kind: str, case: str) -> Path:
    """The golden file."""
    return GOLDEN / kind / f"{case}.txt"


@pytest.fixture
def every_case() -> set[tuple[str, str]]:
    """Kind and case of every golden file there ought to be."""
    return {(kind, case) for kind in known_kinds() for case in CASES} | set(VARIANTS)


@pytest.fixture
def has_html(kind: str, case: str) -> bool:
    """Whether its HTML is kept as well."""
    return (kind, case) in IN_HTML


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    names = set(metafunc.fixturenames)
    if "case" in names:
        every = [(kind, case) for kind in sorted(known_kinds()) for case in CASES]
        metafunc.parametrize(("kind", "case"), [*every, *VARIANTS])
    elif "kind" in names:
        metafunc.parametrize("kind", sorted(known_kinds()))
