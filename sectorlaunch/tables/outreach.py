"""Touches planned, messages in the outbox with their attempts, tasks for people, and channels."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, UniqueConstraint

from languages import DEFAULT, Language
from sectorlaunch.sealing import Sealed
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, open_index, words


class AboutKind(StrEnum):
    """What a touch, a message or a task is about; which one of them, its number says. The run and a week have none."""

    RUN = "run"
    PERSON = "person"
    MEETING = "meeting"
    COMMITMENT = "commitment"
    WEEK = "week"
    WAVE = "wave"
    SCORING = "scoring"
    POLL = "poll"
    SURVEY = "survey"
    BRIEF = "brief"
    DEADLINE = "deadline"
    MESSAGE = "message"
    WAIVER = "waiver"
    TEAM = "team"
    OFFER = "offer"


class HeldBecause(StrEnum):
    """What keeps a message, or a touch that is due, from leaving; of a message that died, what it died of."""

    REMOVED = "the person was removed"
    DO_NOT_CONTACT = "do not contact"
    ASSISTANT_GONE = "the assistant gets no copies"
    ADDRESS_REFUSED = "address refused"
    SENDER_REFUSED = "sender refused"
    """Our mail was refused for what it is, or for how it is sent."""
    ASKED_ELSEWHERE = "asked elsewhere"
    PAUSE = "pause"
    NO_DIGEST = "no digest"
    WEEK_IS_FULL = "too many this week"
    JOINED = "joined to another letter"
    LETTER_NOT_SIGNED = "letter not signed"
    NOT_JUDGED = "could not be judged"
    WAVE_WAITS = "the wave waits"
    LAUNCH_UNDATED = "the launch has no hour"
    LEAD_TOO_SHORT = "too little lead"
    MAY_HAVE_LEFT = "may have left"
    """The installation this is a copy of may have sent it."""
    NOT_RELEASED = "not released"
    NOT_THERE_YET = "what it speaks of is not there yet"


HELD_WORDS = {
    HeldBecause.REMOVED: "the person has been removed.",
    HeldBecause.DO_NOT_CONTACT: "has asked not to be contacted.",
    HeldBecause.ASSISTANT_GONE: "the assistant gets no more copies.",
    HeldBecause.ADDRESS_REFUSED: "the address was refused; mend it first.",
    HeldBecause.SENDER_REFUSED: "our mail is refused; have that mended first.",
    HeldBecause.NO_DIGEST: "has asked for no digest.",
    HeldBecause.MAY_HAVE_LEFT: "the installation this is a copy of may have sent it; send it by hand if it did not.",
}
"""What is said of a message that is held, where there is no more to say than that."""


class TouchState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    MISSED = "missed"
    """Its moment passed beyond the late window while the system was down, or before the rule existed."""
    CANCELED = "canceled"


class PlannedTouch(Row, table=True):
    """One occurrence of a touch: the anchor and the offset are kept beside the computed date."""

    __table_args__ = (
        UniqueConstraint("run_id", "step_key", "touch_key", "occurrence"),
        open_index("ix_plannedtouch_missed", "run_id", where="state = 'missed'"),
        open_index("ix_plannedtouch_held", "run_id", where="state = 'planned' AND held_because IS NOT NULL"),
        open_index("ix_plannedtouch_due", "due_at", where="state = 'planned'"),
    )

    run_id: int = Field(foreign_key="playbookrun.id", index=True)
    step_key: str = Field(max_length=60)
    activity_key: str = Field(max_length=60)
    touch_key: str = Field(max_length=60)
    occurrence: str = Field(max_length=80)
    """What it is about, as what makes it once: "run", "person:12", "meeting:3", "commitment:7", "week:2026-11-23",
    "team:4:2027-03-02"."""
    about_kind: AboutKind = words(AboutKind, default=AboutKind.RUN)
    about_id: int | None = None
    anchor_on: date
    due_at: datetime
    state: TouchState = words(TouchState, default=TouchState.PLANNED)
    settled_at: datetime | None = None
    held_because: HeldBecause | None = words(HeldBecause, default=None)
    """Due, and may not be carried out yet."""
    is_gone: bool = False
    """Canceled because what it was about is settled or called off; planned again when that comes back."""
    result: str = Field(default="", max_length=SHORT)
    """What came of it, or why it is held, was missed or canceled: words, for eyes."""


class Deadline(Row, table=True):
    """The day by which those who were asked something together are to answer: one for each ask and day."""

    __table_args__ = (UniqueConstraint("run_id", "step_key", "touch_key", "due_on"),)

    run_id: int = Field(foreign_key="playbookrun.id", index=True)
    step_key: str = Field(max_length=60)
    touch_key: str = Field(max_length=60)
    due_on: date
    """A business day on the partnership's calendar, before what it is asked for."""
    asked_on: date


class MessageState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    """Refused for good, or given up on."""
    CANCELED = "canceled"
    """No longer needed when its turn came."""
    MISSED = "missed"
    UNCERTAIN = "uncertain"
    """May or may not have arrived, and must not be repeated without asking."""
    WITHHELD = "withheld"
    """Do-not-contact, a dead address, or the frequency cap."""


class Message(Row, table=True):
    """One rendered message to one person of a partnership, or to an account: the outbox."""

    __table_args__ = (
        UniqueConstraint("run_id", "purpose", "person_id", "occurrence"),
        open_index("ix_message_open", "send_after", where="state IN ('queued', 'leased')"),
        open_index("ix_message_sent", "sent_at", "id", where="state = 'sent'"),  # the newest of the mailbox
    )

    run_id: int | None = Field(default=None, foreign_key="playbookrun.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    """Whom it is for where it is about signing in; then it belongs to no partnership, and to no person of one."""
    kind: str = Field(max_length=60)
    purpose: str = Field(max_length=120)
    """Step and touch that caused it, or what else did: with the occurrence and the person, what makes it once."""
    occurrence: str = Field(max_length=80)
    planned_id: int | None = Field(default=None, foreign_key="plannedtouch.id")
    """The touch that caused it; None where something else did."""
    step_key: str = Field(default="", max_length=60)
    """The step it belongs to: the letters of a step reply to one another."""
    about_kind: AboutKind = words(AboutKind, default=AboutKind.RUN)
    about_id: int | None = None
    deadline_id: int | None = Field(default=None, foreign_key="deadline.id")
    """By when its reader is to answer, where it asks for something."""
    copy_of_id: int | None = Field(default=None, foreign_key="message.id")
    """The message this is the copy of for an assistant: what becomes of it says nothing about the person."""
    repeat_of_id: int | None = Field(default=None, foreign_key="message.id")
    """The message whose words this says again, sent by hand: the first of them."""
    joined_to_id: int | None = None
    """The message whose letter says this as well, because the week of its reader was full: what becomes of that becomes of it."""
    reason: str = Field(max_length=SHORT)
    """Why this person gets it, in words."""
    stop: str = Field(default="never", max_length=40)
    """The stop rule asked again right before sending."""
    stop_gate: str | None = Field(default=None, max_length=60)
    language: Language = words(Language, default=DEFAULT)
    """What it was composed in."""
    channel: str = Field(default="email", max_length=40)
    to_name: str = Field(max_length=SHORT)
    to_address: str = Field(max_length=254)
    sender_name: str = Field(max_length=SHORT)
    reply_to: str = Field(default="", max_length=254)
    subject: str = Field(max_length=SHORT)
    text: str
    html: str
    short_text: str = Field(default="", max_length=LONG)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    """The meeting it is about: called off, it is not sent."""
    calendar_method: str = Field(default="", max_length=20)
    calendar_text: str = ""
    calendar_sequence: int | None = None
    """How often the meeting had moved when its entry was written."""
    calendar_organizer: str = Field(default="", max_length=254)
    """Where the answer of the reader's calendar goes."""
    unsubscribe_url: str = Field(default="", max_length=SHORT)
    message_id: str = Field(unique=True, max_length=SHORT)
    in_reply_to: str = Field(default="", max_length=SHORT)
    state: MessageState = words(MessageState, default=MessageState.QUEUED)
    held_because: HeldBecause | None = words(HeldBecause, default=None)
    state_reason: str = Field(default="", max_length=LONG)
    """What else there is to say of its state: a server's answer, who asked first, until when it waits."""
    queued_at: datetime
    send_after: datetime
    """Not before this moment; moved back after a try that may succeed later."""
    missed_after: datetime | None = None
    """The end of its late window."""
    lease_until: datetime | None = None
    leased_by: str = Field(default="", max_length=80)
    attempts: int = 0
    sent_at: datetime | None = None

    @property
    def reader_id(self) -> int:
        """The person it is for. Raises LookupError for a letter to an account, which no partnership has."""
        if self.person_id is None:
            raise LookupError(f"Message {self.id} is for an account, and for no person of a partnership.")
        return self.person_id

    @property
    def why(self) -> str:
        """Why it is in its state, in words; empty where nothing is to be said."""
        if self.held_because is HeldBecause.ASKED_ELSEWHERE and self.state is MessageState.WITHHELD:
            return f"{self.state_reason}; ask, or let it be."
        return self.state_reason or (HELD_WORDS.get(self.held_because, "") if self.held_because else "")


class Attempt(Row, table=True):
    """One try to deliver a message; written before the wire is touched."""

    __table_args__ = (
        open_index("ix_attempt_server_message_id", "server_message_id", where="server_message_id <> ''"),
    )

    message_id: int = Field(foreign_key="message.id", index=True)
    started_at: datetime
    finished_at: datetime | None = None
    outcome: str = Field(default="", max_length=20)
    code: int | None = None
    enhanced_code: str = Field(default="", max_length=12)
    words: str = Field(default="", max_length=LONG)
    wire: str = Field(default="", max_length=SHORT)
    """The channel's address with its secrets masked."""
    repeatable: bool = False
    """Whether the wire carries letters, so that a repeat is recognized by its Message-ID."""
    server_message_id: str = Field(default="", max_length=SHORT)
    """The Message-ID the server gave the letter instead of ours, without angle brackets; "" where it gave none."""


class ToDoKind(StrEnum):
    PHONE = "phone"
    WAIVER = "waiver returns"
    ADDRESS = "mend address"
    MISSED = "missed message"
    OTHER = "other"


class ToDoPurpose(StrEnum):
    """What a task is for, where something depends on it."""

    TELL = "tell"
    """Say on the phone what a message would have said to somebody whom letters do not reach."""
    TELL_OF_MOVE = "tell of a move"
    """Say that a meeting has moved, to a guest who has the old date or was phoned about it."""
    CALL = "call"
    """The end of a ladder: somebody stayed silent."""
    DECIDE_ASK = "decide an ask"
    """Another partnership asked the same person: ask, or let it be."""
    OTHER = "other"


class ToDoOutcome(StrEnum):
    """What came of a task, where something depends on it; the rest is words."""

    REACHED_YES = "reached: yes"
    REACHED_NO = "reached: no"
    WRONG_NUMBER = "wrong number"
    ANSWERED_MEANWHILE = "answered meanwhile"
    MEETING_MOVED = "the meeting has moved"
    MEETING_CALLED_OFF = "the meeting is called off"


class ToDo(Row, table=True):
    """A task for a named person."""

    __table_args__ = (
        UniqueConstraint("run_id", "purpose", "about_id", "occurrence"),
        open_index("ix_todo_open", "due_on", where="done_at IS NULL"),
    )

    run_id: int = Field(foreign_key="playbookrun.id", index=True)
    kind: ToDoKind = words(ToDoKind)
    purpose: str = Field(max_length=120)
    """With the occurrence and whom it is about, what makes it once."""
    occurrence: str = Field(max_length=80)
    purpose_kind: ToDoPurpose = words(ToDoPurpose, default=ToDoPurpose.OTHER)
    planned_id: int | None = Field(default=None, foreign_key="plannedtouch.id")
    """The touch it came from; None where it came otherwise."""
    matter_kind: AboutKind = words(AboutKind, default=AboutKind.RUN)
    matter_id: int | None = None
    """What it is about besides the person: a meeting, a commitment, a message, a waiver."""
    owner_id: int = Field(foreign_key="person.id", index=True)
    about_id: int | None = Field(default=None, foreign_key="person.id")
    title: str = Field(max_length=SHORT)
    script: str = Field(default="", max_length=LONG)
    due_on: date
    created_at: datetime
    done_at: datetime | None = None
    outcome_kind: ToDoOutcome | None = words(ToDoOutcome, default=None)
    outcome: str = Field(default="", max_length=LONG)


class Channel(Row, table=True):
    """A way out of the machine. Nothing leaves by it before a test send has succeeded."""

    tag: str = Field(unique=True, max_length=40)
    url: str = Field(sa_type=Sealed)
    """The Apprise URL, secrets included: sealed, never shown, never logged; `masked` is for eyes."""
    masked: str = Field(max_length=1000)
    sender_address: str = Field(default="", max_length=254)
    tested_at: datetime | None = None
    live_since: datetime | None = None
    first_live_at: datetime | None = None
    """When messages left by it for the first time, at whatever address; None for one that never was live."""
    plus_return_paths: bool = True
    """Whether a letter may leave with a return path of its own, `answers+b.…@`: Microsoft and Google take none."""
    per_minute: int | None = None
    per_day: int | None = None
    """So many messages at most leave by it in any minute, and any 24 hours; None: as many as it takes."""
    paused_until: datetime | None = None
    """The server asked for a pause, and nothing leaves by it before."""


class ChannelChange(Row, table=True):
    """Letters are to leave another way: asked for, and without effect until somebody else, or the old way, agrees."""

    tag: str = Field(max_length=40)
    url: str = Field(sa_type=Sealed)
    """As `Channel.url`; emptied when the change has ended."""
    masked: str = Field(max_length=1000)
    sender_address: str = Field(default="", max_length=254)
    asked_by_id: int = Field(foreign_key="account.id", index=True)
    asked_at: datetime
    lapses_at: datetime
    ended_at: datetime | None = None
    """When it was agreed to, withdrawn or overtaken."""
