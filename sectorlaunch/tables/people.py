"""Addresses, organizations, people, their roles, the champion pipeline and personal links."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, false
from sqlmodel import Field, UniqueConstraint

from languages import Language
from sectorlaunch.sealing import Sealed
from sectorlaunch.tables.base import Row
from sectorlaunch.tables.columns import LONG, SHORT, json_of, words


class Sector(StrEnum):
    """The kind of organization someone speaks for."""

    BUSINESS = "business"
    EDUCATION = "education"
    WORKFORCE = "workforce development"
    ECONOMIC = "economic development"
    LABOR = "labor"
    COMMUNITY = "community"
    GOVERNMENT = "government"


class Address(Row, table=True):
    """What is known of an e-mail address, whatever lists it stands on: a row once there is something to say.

    It is all that partnerships have in common of a person, and says nothing of who writes to them.
    """

    email: str = Field(unique=True, max_length=254)
    """Lower case, as `Person.email`."""
    failed_at: datetime | None = None
    """Refused for good; nothing goes there until it is mended."""
    stopped_at: datetime | None = None
    """Its owner asked for no more messages, by the link in a letter or a complaint. Only they take it back."""


class Organization(Row, table=True):
    """A company, college or board as one partnership has it on its list."""

    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    partnership_id: int = Field(foreign_key="partnership.id")
    name: str = Field(max_length=SHORT)
    sector: Sector = words(Sector)


class Person(Row, table=True):
    """A person on the list of one partnership. Several may share an address; another partnership has its own entry."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    name: str = Field(max_length=SHORT)
    email: str | None = Field(default=None, index=True, max_length=254)
    """Lower case. None: reached by phone only."""
    phone: str = Field(default="", max_length=40)
    job_title: str = Field(default="", max_length=SHORT)
    decides: bool = False
    """Chief executive, owner or another who decides for the company."""
    organization_id: int | None = Field(default=None, foreign_key="organization.id", index=True)
    is_contact: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """The one at their organization to talk to first; one of each at most."""
    zone: str = Field(default="", max_length=64)
    """IANA zone when it differs from the partnership's."""
    language: Language | None = words(Language, default=None, nullable=True)
    """When it differs from the partnership's."""
    do_not_contact_since: datetime | None = None
    """Noted by their convener; what the owner of the address wishes stands with the address."""
    paused_until: date | None = None
    """The first day on which messages may reach them again."""
    channel_preference: str = Field(default="", max_length=40)
    """"email" or "sms"; empty: no wish."""
    wants_digest: bool = True
    erase_on: date | None = Field(default=None, index=True)
    """The day on which their data goes, as it was announced; None while none is."""
    anonymized_at: datetime | None = None
    assistant_name: str = Field(default="", max_length=SHORT)
    assistant_email: str = Field(default="", max_length=254)
    assistant_phone: str = Field(default="", max_length=40)
    """Who keeps their calendar, as their contact entry says."""
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    """How they sign in, where they do. Set when they are given a role that signs in, never by what is typed here."""
    merged_into_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Found to be the same as this person; kept so that the old address still finds them."""
    created_at: datetime


class Merge(Row, table=True):
    """Two entries found to be one person: what moved, so that it can be moved back."""

    kept_id: int = Field(foreign_key="person.id", index=True)
    gone_id: int = Field(foreign_key="person.id", index=True)
    merged_at: datetime
    merged_by: str = Field(max_length=SHORT)
    moves: list[dict[str, Any]] = json_of(list)
    """Every row that was changed or set aside, in order, with its values before and after."""
    undone_at: datetime | None = None
    undone_by: str = Field(default="", max_length=SHORT)


class RoleKind(StrEnum):
    CONVENER = "convener"
    CO_CONVENER = "co-convener"
    FACILITATOR = "facilitator"
    SCRIBE = "scribe"
    SUPPORT_TEAM = "support team"
    CHAMPION = "champion"
    BUSINESS_LEADER = "business leader"
    PUBLIC_PARTNER = "public partner"
    EXPERT = "subject-matter expert"
    NETWORK_SUPPORTER = "network supporter"
    TEAM_LEAD = "team lead"
    """Leads an action team, and looks after it here."""
    LEAD_WHO_LOOKS = "lead who looks"
    """Of an institution that stands behind the partnership: reads where it stands."""


class Role(Row, table=True):
    """Ties a person to a partnership."""

    __table_args__ = (
        UniqueConstraint("partnership_id", "person_id", "kind"),
        Index("ix_role_in_turn", "person_id", "partnership_id"),  # a page of what somebody convenes
    )

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    kind: RoleKind = words(RoleKind)
    since: datetime
    acknowledged_at: datetime | None = None
    """When the person acknowledged the role sheet."""
    ended_at: datetime | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    """Whoever of the team knows them best, and calls them; of a champion, the pipeline says who."""
    note: str = Field(default="", max_length=LONG, sa_column_kwargs={"server_default": ""})
    """What to know before calling: "prefers a call before eight"."""


class ChampionStage(StrEnum):
    PROSPECT = "prospect"
    ASKED = "asked"
    AGREED = "agreed"
    SIGNED = "signed"
    HOSTING = "hosting"
    DECLINED = "declined"


class Champion(Row, table=True):
    """A business leader on the pipeline of one partnership."""

    __table_args__ = (UniqueConstraint("partnership_id", "person_id"),)

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    stage: ChampionStage = words(ChampionStage, default=ChampionStage.PROSPECT)
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    """The relationship owner: the team member who makes the ask."""
    cares_for_industry: bool = False
    cares_for_region: bool = False
    asked_at: datetime | None = None
    agreed_at: datetime | None = None
    signed_at: datetime | None = None
    promise: str = Field(default="", max_length=LONG)
    """What they agreed to do, in a sentence."""
    wants_digest: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether they asked for the short weekly digest for champions."""


class ChampionMove(Row, table=True):
    """Each move on the pipeline, dated."""

    champion_id: int = Field(foreign_key="champion.id", index=True)
    stage: ChampionStage = words(ChampionStage)
    moved_at: datetime
    note: str = Field(default="", max_length=LONG)


class ContactKind(StrEnum):
    CALL = "call"
    MEETING = "meeting"
    MAIL = "mail"


class ContactNote(Row, table=True):
    """A talk with a person, noted by hand: the touch log beside the messages."""

    partnership_id: int = Field(foreign_key="partnership.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: ContactKind = words(ContactKind)
    happened_on: date
    words: str = Field(max_length=LONG)
    noted_by: str = Field(default="", max_length=SHORT)
    noted_at: datetime


class LinkPurpose(StrEnum):
    PERSONAL = "personal"
    """A person's page in one partnership."""
    UNSUBSCRIBE = "unsubscribe"
    REPLY = "reply"
    """Behind the plus of the organizer's address: answers from this person's calendar about one meeting."""
    FEED = "feed"
    """A person's dates, or those of one action team, for a calendar program to subscribe to."""


class AccessLink(Row, table=True):
    """A link a person of a partnership holds. Only the hash of its token is kept, but where it must stay the same."""

    token_hash: str = Field(unique=True, max_length=64)
    token: str | None = Field(default=None, sa_type=Sealed)
    """Of a reply address the token itself, sealed: calendars take no update from another organizer."""
    purpose: LinkPurpose = words(LinkPurpose)
    person_id: int = Field(foreign_key="person.id", index=True)
    partnership_id: int | None = Field(default=None, foreign_key="partnership.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    team_id: int | None = Field(default=None, foreign_key="actionteam.id")
    for_assistant: bool = False
    """Held by the person's assistant, who answers for them."""
    sent_to: str = Field(default="", max_length=254, sa_column_kwargs={"server_default": ""})
    """The one address the letter with it has left this machine for: who holds it speaks for that address, and not only
    for a person on one list. Empty where a convener may have it in hand as well."""
    created_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None
