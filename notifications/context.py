"""What a message needs to know: the fields every kind shares, and the values they are made of.

Each kind adds its own fields in `notifications/kinds/<kind>/context.py`. A field without a default is needed;
one with a default may be left out, and the words then do without it.

Dates arrive in words ("Thursday, May 14"), in the language and the zone of the recipient, because whoever fills a
context knows the zone and a template does not. Words such as "by {answer_by}" show in each field how a value is used.
"""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from languages import Language
from notifications import phrases
from notifications.forms import Form
from notifications.plain_words import one_line, paragraphs
from notifications.traits import Traits

OURS = "Sector Launch"
"""Who writes what a person would otherwise send to themselves."""
_BODY_ENDS = ("partnership", "alliance", "council", "coalition", "collaborative", "consortium", "network")


Line = Annotated[str, AfterValidator(one_line)]
"""Words on one line: line breaks and control characters become spaces, so nothing can reach a header."""
Prose = Annotated[str, AfterValidator(paragraphs)]
"""Words that may run over several lines."""
Url = Annotated[str, Field(pattern=r"^(https?://[^\s<>\"]+)?$")]
"""An http or https address, or nothing."""


class Value(BaseModel):
    """The base of every value here: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Recipient(Value):
    name: Line
    first_name: Line = ""
    organization: Line = ""

    @property
    def greeting(self) -> str:
        """What comes after "Dear"."""
        return self.first_name or self.name


class PartnershipBrief(Value):
    name: Line
    industry: Line = ""
    region: Line = ""
    language: Language = Language.ENGLISH
    """What its name and its people read like inside a sentence depends on it."""

    @property
    def the_name(self) -> str:
        """The name as it reads inside a sentence: "the Fernwater Valley Partnership"."""
        needs_article = self.name.lower().endswith(_BODY_ENDS) and not self.name.lower().startswith("the ")
        key = "partnership.with_article" if needs_article else "partnership.named"
        return phrases.say(self.language, key, name=self.name)

    @property
    def field(self) -> str:
        """Industry and region as they read inside a sentence: "manufacturing in Fernwater Valley"."""
        return self._said("field")

    @property
    def leaders(self) -> str:
        """Its people as they read inside a sentence: "manufacturing leaders in Fernwater Valley"."""
        return self._said("leaders")

    def _said(self, what: str) -> str:
        industry = phrases.industry(self.language, self.industry)
        known = "_".join(name for name, said in (("industry", industry), ("region", self.region)) if said)
        return phrases.say(
            self.language, f"partnership.{what}.{known or 'plain'}", industry=industry, region=self.region
        )


class PersonBrief(Value):
    """A person as a letter names them."""

    name: Line
    title: Line = ""
    organization: Line = ""
    email: Line = ""
    phone: Line = ""
    note: Line = ""
    """What to know before calling: "prefers a call before eight". In letters to whoever calls, and in no others."""

    @property
    def position(self) -> str:
        """Title and organization, as far as they are known: "Owner, Example Castings"."""
        return ", ".join(part for part in (self.title, self.organization) if part)

    @property
    def of_company(self) -> str:
        """As a person is introduced: "Otto Brasswell, Example Castings"."""
        return f"{self.name}, {self.organization}" if self.organization else self.name

    @property
    def with_company(self) -> str:
        """As a sentence names them: "Otto Brasswell (Example Castings)"."""
        return f"{self.name} ({self.organization})" if self.organization else self.name


class MeetingBrief(Value):
    title: Line
    date: Line
    """ "Thursday, May 14, 2026"; before it is settled what is known of it: "by Friday, May 15, 2026"."""
    day: Line = ""
    """As a sentence says it: "Thursday, May 14"; the same as `date` until it is settled."""
    hours: Line = ""
    """ "8:30–10:30 a.m. MT"."""
    place: Line = ""
    address: Line = ""
    """Street and town."""
    getting_there: Line = ""
    """Parking, entrance, step-free access: "Park behind the hall; the entrance is step-free."."""
    host: Line = ""
    """Name and company: "Otto Brasswell, Example Castings"."""
    facilitator: Line = ""
    lasts: Line = ""
    """How long, in words: "two hours"."""
    join_url: Url = ""
    """Where to join when it is held online."""
    dial_in: Line = ""
    """Number and code for those who join by phone."""

    @model_validator(mode="before")
    @classmethod
    def _day_from_date(cls, given: Any) -> Any:
        return (
            {**given, "day": given.get("day") or given.get("date", "")} if isinstance(given, dict) else given
        )

    @property
    def day_and_hours(self) -> str:
        """ "Thursday, May 14, 8:30–10:30 a.m. MT"."""
        return ", ".join(part for part in (self.day, self.hours) if part)

    @property
    def when_words(self) -> str:
        """Day, hours and zone: "Thursday, May 14, 2026, 8:30–10:30 a.m. MT"."""
        return ", ".join(part for part in (self.date, self.hours) if part)

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place, self.address) if part)


class QuestionBrief(Value):
    ask: Line


class PriorityBrief(Value):
    """A priority in the words of the businesses that named it."""

    words: Line
    lead: Line = ""
    """The lead champion, with company."""


class CommitmentBrief(Value):
    what: Line
    due_words: Line = ""
    owner: Line = ""
    """Name and company; empty when the reader is the owner."""


class GoalBrief(Value):
    goal: Line
    measure: Line = ""


class TeamBrief(Value):
    name: Line
    lead: Line = ""
    """The lead champion, with company."""
    outcome: Line = ""
    """What the team wants to have achieved."""
    members: tuple[Line, ...] = ()


class DatedLine(Value):
    when_words: Line
    what: Line


class PromiseBrief(Value):
    """A message that will reach the reader: what a letter says will follow."""

    kind: Line
    """The kind of message: "executive-summary"."""
    day: Line = ""
    """When, where that is known: "Thursday, May 7"."""


class RoleSheet(Value):
    """What one role stands for and does. `notifications.role_sheets` has the sheet of each role."""

    role: Line
    purpose: Line = ""
    duties: tuple[Line, ...] = ()


class MessageContext(Value, Traits):
    """What every message knows. Kinds add their own fields and a `sample`."""

    language: Language = Language.ENGLISH
    """What it is written in; the dates and phrases in its fields are in it already."""
    recipient: Recipient
    partnership: PartnershipBrief
    sender: PersonBrief
    """Who asks and signs: the convener, or the relationship owner of a champion."""
    why: Line
    """One sentence: why this person gets this message."""
    today: date
    """The calendar date for the recipient."""
    link: Url = ""
    """The recipient's own page; without it the message asks for a reply or a call."""
    about: Mapping[str, int] = Field(default_factory=dict)
    """Numbers of what it is about, by what that is, such as {"meeting": 12}: a form there may be several of is found by it."""
    unsubscribe_url: Url = ""
    """Where to choose what one receives, or stop it."""
    promised: tuple[PromiseBrief, ...] = ()
    """What will reach the reader of what the kind `announces`; what will not is not in it, and is not spoken of."""
    copied_to: Line = ""
    """Whoever keeps the recipient's calendar, where the message is the copy for them."""

    def promise(self, kind: str) -> PromiseBrief | None:
        """The message of a kind that will reach the reader, or None. Raises LookupError for one its kind does not announce."""
        if kind not in self.announces:
            raise LookupError(f"{type(self).__module__} speaks of {kind}, which is not in its `announces`")
        return next((one for one in self.promised if one.kind == kind), None)

    @property
    def speaks_for_itself(self) -> bool:
        """Whether the message goes to its own sender, so that nobody need sign it and nobody says "I"."""
        return self.sender.name in (OURS, self.recipient.name)

    @classmethod
    @abstractmethod
    def sample(cls) -> Self:
        """A made-up but complete message of this kind, for previews and tests."""


class ReplyLinks(MessageContext):
    """For messages that ask whether someone comes: links to the same form, each with one answer prepared, as fields for a
    convener's own words.

    Opening a link answers nothing: the page shows the answer ready to be confirmed.
    """

    @property
    def coming_link(self) -> str:
        return Form.COMING.address(self.link, self.about)

    @property
    def declining_link(self) -> str:
        return Form.DECLINING.address(self.link, self.about)

    @property
    def substitute_link(self) -> str:
        return Form.SUBSTITUTE.address(self.link, self.about)


class TeamLetter(MessageContext):
    """For letters about one action team, whose page its lead looks after it on."""

    team: TeamBrief
