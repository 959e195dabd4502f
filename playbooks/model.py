"""A playbook: steps, gates, guiding questions, activities and touches. Frozen; read from YAML by `playbooks.loader`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal, Protocol, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from playbooks.frozen import Frozen, Key, Number
from playbooks.overlay import Overlay
from playbooks.surveys import Survey


def _time_of_day(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError("write hours and minutes on the 24-hour clock, such as 09:30")
    return value


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


Part = TypeVar("Part", bound=_Keyed)


class NotInPlaybook(LookupError):
    """What is on record comes from another text: this one has no step, gate, question or touch of that name."""


def _called(parts: Iterable[Part], key: str, there_is_no: str) -> Part:
    for part in parts:
        if part.key == key:
            return part
    raise NotInPlaybook(f"{there_is_no} “{key}”")


TimeOfDay = Annotated[str, AfterValidator(_time_of_day)]


class Anchor(StrEnum):
    """The dates a touch or a deadline can be counted from."""

    LAUNCH = "launch"  # the day of the launch meeting
    STEP_OPENED = "step-opened"  # the step the touch belongs to
    GATE_REACHED = "gate-reached"  # the step has come to the gate named in `gate`
    GATE_SETTLED = "gate-settled"  # of the gate named in `gate` only the release is open
    GATE_OPENED = "gate-opened"  # the gate named in `gate`
    ACTIVITY_BEGUN = "activity-begun"  # the activity the touch belongs to
    CHAMPION_ASKED = "champion-asked"  # once for each champion
    CHAMPION_AGREED = "champion-agreed"  # once for each champion
    SCORING_OPENED = (
        "scoring-opened"  # once for each round in which the team scores sectors, while it is open
    )
    LAUNCH_HELD = "launch-held"  # the launch has taken place
    TEAM_CALL = "team-call"  # once for each call of each action team
    TEAM_QUIET = "team-quiet"  # once for the last call of each action team that has no later one dated
    TEAM_REPORT = (
        "team-report"  # every `report_back_days` days after an action team was formed, once for each team
    )
    TEAM_RESTED = "team-rested"  # the day to which an action team rests
    PLEDGE_REPORT = (
        "pledge-report"  # every `pledge_report_days` days, once for each open offer a team has accepted
    )
    ANSWER_DUE = "answer-due"  # once for each deadline of the touch named in `ask`
    SURVEY_ROUND = (
        "survey-round"  # every so many days after the launch took place, as the survey named in `of` says
    )
    SURVEY_OPENED = (
        "survey-opened"  # once for each survey that is open and whose request no other letter carries
    )
    COMMITMENT_DUE = "commitment-due"  # once for each open commitment
    QUARTERLY_MEETING = "quarterly-meeting"  # once for each partnership meeting
    SUPPORT_MEETING = "support-meeting"  # once for each meeting of the support team
    HEALTH_CHECK = "health-check"  # once for each health check
    PARTNERSHIP_QUIET = (
        "partnership-quiet"  # the last partnership meeting, else the launch, while no later one is dated
    )
    WEEK = "week"  # every Monday while the run goes on


class Roll(StrEnum):
    """Where to go when a day is no business day."""

    EARLIER = "earlier"  # the business day before
    LATER = "later"  # the next business day
    STAY = "stay"  # the day itself


class When(Frozen):
    """A date relative to an anchor: `days` on the calendar of the partnership's zone, then rolled to a business day.

    Zero days after an anchor is the anchor's own day, rolled.
    """

    anchor: Anchor
    days: int = 0
    roll: Roll = Roll.LATER
    at: TimeOfDay | None = None
    """Local time of day; the start of office hours when absent."""
    gate: Key | None = None
    ask: Key | None = None
    """With `answer-due`: the touch whose deadline it counts from, and which it reminds of."""
    of: Key | None = None
    """With `survey-round`: which survey comes round."""


FACTS_ONCE_CALLED = {
    "scope.labour_data_loaded": "scope.labor_data_loaded",
    "team.from_labour": "team.from_labor",
}
"""A launch keeps the playbook it began with, also the spelling of its facts."""


class Evidence(Frozen):
    """One comparison with a fact. Exactly one of the comparisons is given."""

    fact: str
    of: Key | None = None
    """Of a fact about surveys: which one of the playbook's."""
    at_least: Number | None = None
    at_most: Number | None = None
    more_than: str | None = None
    """Another count the fact must exceed."""
    reaches: str | None = None
    """Another count the fact must at least equal."""
    true: Literal[True] | None = None
    missing: str = ""
    """The sentence when this one falls short; the question's `missing` when absent."""

    @field_validator("fact", "more_than", "reaches")
    @classmethod
    def _as_spelled_now(cls, fact: str | None) -> str | None:
        return FACTS_ONCE_CALLED.get(fact, fact) if fact else fact

    @model_validator(mode="after")
    def _one_comparison(self) -> Self:
        given = [self.at_least, self.at_most, self.more_than, self.reaches, self.true]
        if sum(value is not None for value in given) != 1:
            raise ValueError("give exactly one of at_least, at_most, more_than, reaches, true")
        return self


def _fraction(value: object) -> object:
    if value is None or isinstance(value, Fraction):
        return value
    try:
        share = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise ValueError("write the share as a fraction above 0 and up to 1, such as 2/3")
    return share


class Attest(Frozen):
    """Who states it, and how many of them must."""

    by: str
    """An audience."""
    share: Annotated[Fraction | None, BeforeValidator(_fraction)] = None
    """Of the audience without those who say not relevant, such as 2/3; 1 means each of them. Absent: one settles it."""
    note_required: bool = False
    """Whether a done counts only with a note."""


class Shown(StrEnum):
    """What lies before whoever answers a question."""

    LABOR_DATA = "labor-data"  # the figures of the region, with their source
    GUEST_LIST = "guest-list"  # the names and companies on the list of the launch
    PRIORITIES = "priorities"  # what business leaders chose


class Question(Frozen):
    """One line of a gate: evidence, a statement people attest to, or both."""

    key: Key
    title: str = ""
    """A few words that stand for it in lists."""
    ask: str = Field(max_length=220)
    """The question, in the words of the person who answers."""
    help: str = ""
    slide: str
    """The source it rests on, such as "S2 4"."""
    evidence: tuple[Evidence, ...] = ()
    missing: str = ""
    """The sentence when the evidence falls short.

    Fields: {value}, {needed}, {short} (how many are lacking or too many), {names}. A number may say what it
    counts: {value:champion has|champions have}.
    """
    settle: str = ""
    """What to do about it, in a sentence, for the convener."""
    attest: Attest | None = None
    shows: Shown | None = None
    """What stands above it where it is answered. It is not asked before that is on record, and the answers stand beside it."""
    counts_with: Literal["sector-decision"] | None = None
    """The record that answers it as well, for those who agreed to that: they are not asked again."""
    may_be_irrelevant: bool = False
    """Whether the convener may settle missing evidence with "not relevant" and a note."""
    advisory: bool = False
    """Shown as a warning, never holds the gate."""
    after: Key | None = None
    """An earlier question of the gate without which this one cannot be judged: a place without a date, say."""
    release: Key | None = None
    """The touch whose release settles it. Asked last, once the rest of the gate is settled."""

    @model_validator(mode="after")
    def _something_to_judge(self) -> Self:
        if self.release is not None:
            if self.evidence or self.attest is not None or self.advisory or self.shows is not None:
                raise ValueError(
                    "a release stands for itself; leave out evidence, attest, advisory and shows"
                )
            return self
        if self.attest is None and (self.shows is not None or self.counts_with is not None):
            raise ValueError("`shows` and `counts_with` are for a question people answer; add `attest`")
        if not self.evidence and self.attest is None:
            raise ValueError("a question needs evidence, attest, or both")
        if not self.missing and not all(evidence.missing for evidence in self.evidence):
            raise ValueError("a question with evidence needs the sentence `missing`")
        return self


class Gate(Frozen):
    key: Key
    title: str
    about: str = Field(default="", max_length=40)
    """What its questions are about, inside a sentence to those who are asked: "what your team is after".

    Letters use it where only conveners know the title; without it they name nothing.
    """
    purpose: str = ""
    due: When | None = None
    """The default clock: by when the gate should be open."""
    together_with: Key | None = Field(default=None, alias="with")
    """An earlier gate of the step: reached when that one is, and not only once it is open. The step waits for both."""
    questions: tuple[Question, ...] = Field(min_length=1)

    def question(self, key: str) -> Question:
        """Raises NotInPlaybook for one it does not have."""
        return _called(self.questions, key, f"The gate “{self.key}” of the playbook has no question")

    @property
    def release(self) -> Question | None:
        """The question that asks for a release, where there is one: the last."""
        return next((question for question in self.questions if question.release is not None), None)


class Stop(StrEnum):
    """When a touch is no longer needed for a person."""

    NEVER = "never"  # it goes to everyone
    ANSWERED = "answered"  # has answered every question of the gate named in `gate`
    GATE_PASSED = "gate-passed"  # the gate named in `gate` is open
    ACKNOWLEDGED = "acknowledged"  # has acknowledged the role sheet
    REPLIED_TO_ASK = "replied-to-ask"  # the champion has agreed or declined
    SIGNED = "signed"  # the champion has signed the letter
    RELEASED = "released"  # has released what the gate named in `gate` asks them to
    SCORED = "scored"  # has scored the sectors alone, or the scores are laid open
    INVITED = "invited"  # has the invitation letter, or it is on its way to them
    REPLIED = "replied"  # has answered the invitation to the meeting
    DECLINED = "declined"  # has said that they do not come to the meeting
    HAS_SUMMARY = "has-summary"  # has the executive summary, or it is on its way to them
    SUMMARY_SENT = "summary-sent"  # the executive summary is ready to be released, or out
    FIRST_CALL_SET = "first-call-set"  # every team the lead leads has a call, or had one
    NEXT_CALL_SET = (
        "next-call-set"  # the team whose call it is has a later one, looks for a date, or works no more
    )
    NEXT_MEETING_SET = "next-meeting-set"  # a partnership meeting is dated after the one it is about
    AGENDA_SET = "agenda-set"  # somebody has set the agenda of the meeting it is about
    CALL_CLOSED = "call-closed"  # what came of the call has been sent around
    REPORTED = "reported"  # every team the lead leads has reported back since it was asked to
    RESPONDED = "responded"  # has answered the survey it is about, or that is closed
    COMMITMENT_DONE = "commitment-done"  # the commitment it is about was kept or dropped
    ATTENDANCE_RECORDED = "attendance-recorded"  # who was at the launch is on record


class Release(Frozen):
    """Who lets a touch go before anybody gets it."""

    by: str
    """An audience; of a touch released one by one, those who may release it to the person it goes to."""
    each: bool = False
    """Released one by one: a release lets it go to one person and to nobody else."""
    own_sentence: bool = False
    """Whether whoever releases it is offered to put a sentence of their own into it."""


class Needs(Frozen):
    """What a touch waits for before it leaves, so that it speaks of nothing that is not there yet."""

    fact: str
    """A fact that is a yes or no."""
    days: int | None = Field(default=None, ge=1, le=60)
    """At most so many days; then it leaves all the same. Absent: as long as it takes."""


class Touch(Frozen):
    """A planned message, or a task for a named person at the end of a ladder."""

    key: Key
    title: str
    kind: Key
    """The message kind; with `task_for`, the kind of the note that hands the task over."""
    to: str
    """An audience; with `task_for`, those the task is about."""
    when: When
    stop: Stop = Stop.NEVER
    gate: Key | None = None
    """The gate whose answers, or whose release, stop it."""
    release: Release | None = None
    """Who lets it go first; whatever is due, it stays until they have."""
    needs: Needs | None = None
    """What it waits for, such as the numbers it asks about."""
    late_days: int = Field(default=3, ge=1)
    """How many days late it may still leave; later it is recorded as missed. At least one: no machine is always on."""
    task_for: str | None = None
    """The audience that gets the task instead of a message to `to`."""
    script: str = Field(default="", max_length=2000)
    """With `task_for`: what to say on the phone, a line each; a usual script for what stops it when absent.

    Fields: {caller}, {name}, {first_name}, {partnership}, {meeting}, {when}.
    """
    answer_in: int | None = Field(default=None, ge=1, le=60)
    """Business days its readers are given to answer. What is asked before the launch is due before it."""
    answer_before_launch: int | None = Field(default=None, ge=1, le=120)
    """Or: due so many days before the launch, on a business day; never sooner than the third one after it is asked."""
    promised_in: int | None = Field(default=None, ge=1, le=60)
    """Business days until what it says will follow is there; `answer-due` counts from that day."""
    opens: Key | None = None
    """The survey it opens: those who are asked hear of it by what counts from `survey-opened`, not by this."""
    for_latecomers: bool = False
    """Whether somebody who joins the audience after it was sent gets it too, while it still means something."""
    announces_change: bool = False
    """Whether it puts a date into somebody's hand, so that a move of its anchor is announced after it was sent."""

    @property
    def has_deadline(self) -> bool:
        """Whether its readers are to answer by a day, or are promised something by one."""
        return any(days is not None for days in (self.answer_in, self.answer_before_launch, self.promised_in))

    @field_validator("kind")
    @classmethod
    def _as_spelled_now(cls, kind: str) -> str:
        """A launch keeps the playbook it began with, also the spelling of its message kinds."""
        return kind.replace("-cancelled", "-canceled")


class Activity(Frozen):
    """What the system does between two gates: plan and send touches, and prepare records."""

    key: Key
    title: str
    before: Key
    """The gate it comes before."""
    touches: tuple[Touch, ...] = ()

    def touch(self, key: str) -> Touch:
        """Raises NotInPlaybook for one it does not have."""
        return _called(self.touches, key, f"The activity “{self.key}” of the playbook has no touch")


class Step(Frozen):
    key: Key
    title: str
    slide: str
    purpose: str
    deployment: Key | None = None
    """The flow that runs it; the general step flow when absent."""
    activities: tuple[Activity, ...] = ()
    gates: tuple[Gate, ...] = Field(min_length=1)

    @property
    def order(self) -> tuple[Activity | Gate, ...]:
        """Activities and gates in the order they happen."""
        order: list[Activity | Gate] = []
        for gate in self.gates:
            order += [activity for activity in self.activities if activity.before == gate.key]
            order.append(gate)
        return tuple(order)

    def reached_with(self, gate_key: str) -> tuple[Gate, ...]:
        """The gates that are reached together with one, in order."""
        return tuple(gate for gate in self.gates if gate.together_with == gate_key)

    def gate(self, key: str) -> Gate:
        """Raises NotInPlaybook for one it does not have: what is on record may come from another text."""
        return _called(self.gates, key, f"The step “{self.key}” of the playbook has no gate")

    def activity(self, key: str) -> Activity:
        """Raises NotInPlaybook for one it does not have."""
        return _called(self.activities, key, f"The step “{self.key}” of the playbook has no activity")


class OfficeHours(Frozen):
    """Local times of day between which messages leave."""

    opens: TimeOfDay = "09:00"
    closes: TimeOfDay = "17:00"

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("office hours must open before they close")
        return self


class TwoFor(StrEnum):
    """What a playbook may ask two people for: one asks, and another agrees."""

    WAIVER = "waiver"
    RELEASE = "release"


class MainMeeting(StrEnum):
    """The meeting a playbook leads to, as it is called."""

    LAUNCH = "launch"
    SESSION = "session"


class Playbook(Frozen):
    key: Key
    version: int = Field(ge=1)
    title: str
    summary: str
    office_hours: OfficeHours = OfficeHours()
    two_for: tuple[TwoFor, ...] = ()
    """What one convener alone does not do: `waiver`, `release`. Whoever asks for it is not who agrees to it (F14)."""
    meeting: MainMeeting = MainMeeting.LAUNCH
    """What pages and letters call the meeting everything leads to."""
    numbers: Mapping[str, int] = Field(default_factory=dict)
    """Every threshold, by name; a partnership file may change them."""
    steps: tuple[Step, ...] = Field(min_length=1)
    surveys: tuple[Survey, ...] = ()
    """What it measures by asking, again and again; a round keeps the text it was opened with."""
    words: Mapping[str, Overlay] = Field(default_factory=dict)
    """Its words in other languages, such as `es`; a sentence left as it comes with the product needs none."""

    def step(self, key: str) -> Step:
        """Raises NotInPlaybook for one it does not have."""
        return _called(self.steps, key, f"The playbook “{self.key}” has no step")

    def survey(self, key: str) -> Survey:
        """Raises NotInPlaybook for one it does not have."""
        return _called(self.surveys, key, f"The playbook “{self.key}” has no survey")

    def gates(self) -> Iterator[tuple[Step, Gate]]:
        for step in self.steps:
            for gate in step.gates:
                yield step, gate

    def touches(self) -> Iterator[tuple[Step, Activity, Touch]]:
        for step in self.steps:
            for activity in step.activities:
                for touch in activity.touches:
                    yield step, activity, touch

    def number(self, value: Number) -> int:
        """A threshold: the number itself, or the named one. Raises KeyError for an unknown name."""
        return value if isinstance(value, int) else self.numbers[value]
