"""A partnership on its way: the run of a playbook, its steps, gates, answers and events."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, false
from sqlmodel import Field, SQLModel, UniqueConstraint

from languages import DEFAULT, Language
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, json_of, open_index, words


class Partnership(Row, table=True):
    """One industry sector in one region, with its people: the thing being launched."""

    slug: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=SHORT)
    industry: str = Field(default="", max_length=SHORT)
    naics: list[str] = json_of(list)
    region: str = Field(default="", max_length=SHORT)
    counties: list[str] = json_of(list)
    state: str = Field(default="", max_length=2)
    """Two-letter code; its public holidays are kept."""
    zone: str = Field(max_length=64)
    """IANA time zone of every calendar date of this partnership."""
    clock_rules: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    """Of which edition the time-zone rules were by which what is planned stands at its hour; empty: nobody knows."""
    target_launch_on: date | None = None
    parent_id: int | None = Field(default=None, foreign_key="partnership.id", index=True)
    """The partnership above it, which reads where this one stands: hung there by its own convener, or started from there."""
    planned: int | None = None
    """How many are planned below it, where that was said."""
    numbers: dict[str, int] = json_of()
    """Thresholds that differ from the playbook's, by name."""
    team_channel: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """The tag of the channel what concerns the support team is posted to; empty: none."""
    language: Language = words(Language, default=DEFAULT)
    """What is written in it is written so, unless a person wishes another."""
    created_at: datetime
    ended_at: datetime | None = None
    """When somebody said that it has ended: nothing is sent for it any more, and its keeping period counts."""


class PlaybookEdition(SQLModel, table=True):
    """The text of a playbook as some run started with it; kept once, however many runs share it."""

    digest: str = Field(primary_key=True, max_length=64)
    """SHA-256 of the text."""
    key: str = Field(max_length=60)
    version: int
    text: str


class HousePlaybook(Row, table=True):
    """A playbook the house took in beside those that come with the product: what may be started from now on."""

    key: str = Field(unique=True, max_length=60)
    edition_digest: str = Field(foreign_key="playbookedition.digest", max_length=64)
    taken_in_at: datetime
    taken_in_by: str = Field(max_length=SHORT)


class PlaybookRun(Row, table=True):
    """One partnership working through one playbook; keeps the edition it started with."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    edition_digest: str = Field(foreign_key="playbookedition.digest", max_length=64)
    started_at: datetime
    ended_at: datetime | None = None


class StepState(StrEnum):
    LOCKED = "locked"
    OPEN = "open"
    PASSED = "passed"


class StepRun(Row, table=True):
    __table_args__ = (
        UniqueConstraint("run_id", "key"),
        open_index("ix_steprun_open", "run_id", where="state = 'open'"),
    )

    run_id: int = Field(foreign_key="playbookrun.id")
    key: str = Field(max_length=60)
    position: int
    state: StepState = words(StepState, default=StepState.LOCKED)
    opened_at: datetime | None = None
    passed_at: datetime | None = None
    activities_begun: dict[str, str] = json_of()
    """Activity key → the moment it began, ISO 8601 in UTC."""
    flow_run_id: str | None = Field(default=None, max_length=36)
    """The Prefect flow run that carries the step now."""
    flow_run_number: int = 0
    """How many flow runs have carried the step, replacements counted."""
    stopped_at: datetime | None = None
    """When its flow run failed or crashed; None again once the step goes on."""
    stopped_because: str = Field(default="", max_length=400)
    """What happened, in words for the convener."""


class GateState(StrEnum):
    AHEAD = "ahead"
    """The step's flow has not come to it yet."""
    SHUT = "shut"
    OPEN = "open"


class GateRun(Row, table=True):
    __table_args__ = (
        UniqueConstraint("run_id", "step_key", "key"),
        open_index("ix_gaterun_shut", "run_id", where="state = 'shut'"),
    )

    run_id: int = Field(foreign_key="playbookrun.id")
    step_run_id: int = Field(foreign_key="steprun.id", index=True)
    step_key: str = Field(max_length=60)
    key: str = Field(max_length=60)
    position: int
    state: GateState = words(GateState, default=GateState.AHEAD)
    reached_at: datetime | None = None
    settled_at: datetime | None = None
    """When all but the release had been settled, where it waits for one."""
    opened_at: datetime | None = None
    reopened: dict[str, str] = json_of()
    """Question key → the moment it was reopened, ISO 8601 in UTC; earlier answers are kept and no longer count."""
    reviewed_at: datetime | None = None
    missing: list[str] = json_of(list)
    """Why it is shut, in sentences, as of `reviewed_at`."""
    settled_by: list[str] = json_of(list)
    """Names of those who can settle it."""


class AnswerVerdict(StrEnum):
    DONE = "done"
    STILL_OPEN = "still open"
    NOT_RELEVANT = "not relevant"


class Answer(Row, table=True):
    """Append-only: the latest answer of a person to a question counts, unless the question was reopened after it."""

    __table_args__ = (UniqueConstraint("form_key"),)

    run_id: int = Field(foreign_key="playbookrun.id", index=True)
    gate_key: str = Field(max_length=60)
    question_key: str = Field(max_length=60)
    person_id: int = Field(foreign_key="person.id")
    verdict: AnswerVerdict = words(AnswerVerdict)
    note: str = Field(default="", max_length=LONG)
    answered_at: datetime
    came_by: str = Field(default="page", max_length=20)
    """page, command, prefect or rehearsal."""
    recorded_by: str = Field(default="", max_length=SHORT)
    """Who typed it in, when it was not the person."""
    saw: dict[str, Any] = json_of()
    """The evidence as the system saw it at that moment: fact → value."""
    form_key: str | None = Field(default=None, max_length=120)
    """Makes an answer from a Prefect form count once."""


class Waiver(Row, table=True):
    """A question of a gate set aside although it is still open. It comes back as a task on `until`."""

    run_id: int = Field(foreign_key="playbookrun.id", index=True)
    gate_key: str = Field(max_length=60)
    question_key: str | None = Field(default=None, max_length=60)
    """None: every question of the gate."""
    waits: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether it was only asked for, where the playbook wants two; what was agreed to is a row of its own."""
    asked_by_account_id: int | None = Field(default=None, foreign_key="account.id")
    agreed_by_account_id: int | None = Field(default=None, foreign_key="account.id")
    """Accounts, and not persons: two entries of a list that are merged change nothing in history."""
    given_by: str = Field(max_length=SHORT)
    why: str = Field(max_length=LONG)
    until: date
    given_at: datetime
    ended_at: datetime | None = None
    """When it was withdrawn by reopening."""
    returned_at: datetime | None = None
    """When it came back as a task."""


class Event(Row, table=True):
    """A row for every change: who, what, when."""

    __table_args__ = (Index("ix_event_in_turn", "run_id", "id"),)  # the newest of one run among those of many

    run_id: int | None = Field(default=None, foreign_key="playbookrun.id")
    at: datetime
    actor: str = Field(max_length=SHORT)
    kind: str = Field(max_length=60)
    summary: str = Field(max_length=LONG)
    data: dict[str, Any] = json_of()


class RunWish(StrEnum):
    START = "start"
    RESUME = "resume"


class RunRequest(Row, table=True):
    """What Prefect is to do, written in the transaction of the change that asks for it."""

    __table_args__ = (open_index("ix_runrequest_open", "asked_at", where="done_at IS NULL"),)

    step_run_id: int = Field(foreign_key="steprun.id")
    wish: RunWish = words(RunWish)
    asked_at: datetime
    done_at: datetime | None = None
    result: str = Field(default="", max_length=SHORT)
