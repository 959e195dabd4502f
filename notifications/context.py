"""What a message needs to know: the fields every kind shares, and the values they are made of.

Each kind adds its own fields in `notifications/kinds/<kind>/context.py`. A field without a default is needed;
one with a default may be left out, and the words then do without it.

Dates arrive in words ("Thursday 14 May 2026"), in the zone of the recipient, because whoever fills a context knows
the zone and a template does not. Words such as "by {answer_by}" show in each field how a value is used.
"""

from abc import abstractmethod
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from notifications.plain_words import one_line, paragraphs
from notifications.traits import Traits

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

    @property
    def the_name(self) -> str:
        """The name as it reads inside a sentence: "the Fernwater Valley Partnership"."""
        needs_article = self.name.lower().endswith(_BODY_ENDS) and not self.name.lower().startswith("the ")
        return f"the {self.name}" if needs_article else self.name

    @property
    def field(self) -> str:
        """Industry and region as they read inside a sentence: "manufacturing in Fernwater Valley"."""
        industry = self._industry_inside or "our industry"
        return f"{industry} in {self.region}" if self.region else industry

    @property
    def leaders(self) -> str:
        """Its people as they read inside a sentence: "manufacturing leaders in Fernwater Valley"."""
        leaders = f"{self._industry_inside or 'business'} leaders"
        return f"{leaders} in {self.region}" if self.region else leaders

    @property
    def _industry_inside(self) -> str:
        if self.industry[1:2].islower():  # "Manufacturing", but not "IT"
            return self.industry[0].lower() + self.industry[1:]
        return self.industry


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
        """As a person is introduced: "Otto Brasswell of Example Castings"."""
        return f"{self.name} of {self.organization}" if self.organization else self.name

    @property
    def with_company(self) -> str:
        """As a sentence names them: "Otto Brasswell (Example Castings)"."""
        return f"{self.name} ({self.organization})" if self.organization else self.name


class MeetingBrief(Value):
    title: Line
    when_words: Line
    """Day, hours and zone: "Thursday 14 May 2026, 8:30–10:30 am (Mountain time)"."""
    place: Line = ""
    address: Line = ""
    host: Line = ""
    """Name and company: "Otto Brasswell, Example Castings"."""
    facilitator: Line = ""
    lasts: Line = ""
    """How long, in words: "two hours"."""
    join_url: Url = ""
    """Where to join when it is held online."""

    @property
    def day(self) -> str:
        """The day alone: what comes before the first comma of `when_words`."""
        return self.when_words.split(",", 1)[0]

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place, self.address) if part)


class AgendaItem(Value):
    what: Line
    time: Line = ""
    """Such as "8:30 am"."""
    who: Line = ""


class QuestionBrief(Value):
    ask: Line
    state: Line = ""
    """Such as "still open"; empty when it has not been answered."""


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
    state: Line = ""
    """Where it stood at the last report."""


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


class RoleSheet(Value):
    """What one role stands for and does. `notifications.role_sheets` has the sheet of each role."""

    role: Line
    purpose: Line = ""
    duties: tuple[Line, ...] = ()


class MessageContext(Value, Traits):
    """What every message knows. Kinds add their own fields and a `sample`."""

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
    unsubscribe_url: Url = ""
    """Where to choose what one receives, or stop it."""
    copied_to: Line = ""
    """Whoever keeps the recipient's calendar, where the message is the copy for them."""

    @property
    def speaks_for_itself(self) -> bool:
        """Whether the message goes to its own sender, so that nobody need sign it."""
        return self.sender.name == self.recipient.name

    @classmethod
    @abstractmethod
    def sample(cls) -> Self:
        """A made-up but complete message of this kind, for previews and tests."""


class ReplyLinks(MessageContext):
    """For messages that ask whether someone comes: three links to the same page, each with one answer prepared.

    Opening a link answers nothing: the page shows the answer ready to be confirmed.
    """

    def _with_answer(self, answer: str) -> str:
        if not self.link:
            return ""
        return f"{self.link}{'&' if '?' in self.link else '?'}answer={answer}"

    @property
    def coming_link(self) -> str:
        return self._with_answer("accepted")

    @property
    def declining_link(self) -> str:
        return self._with_answer("declined")

    @property
    def substitute_link(self) -> str:
        return self._with_answer("substitute")
