"""What the records of one partnership say at one moment: the only thing gate evidence may look at.

`sectorlaunch.facts.gather` fills a `Facts` from the tables; a playbook names its fields by dotted
path (`team.from_education`). The descriptions below are the generated reference page.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import Field

from playbooks.frozen import Frozen


class Count(Frozen):
    """A number of people or things, with the words to explain it."""

    value: int = 0
    names: tuple[str, ...] = ()
    """Those that are counted."""
    waiting: tuple[str, ...] = ()
    """Sentences about those that could still be counted, naming people and dates."""
    can_settle: tuple[str, ...] = ()
    """Names of those who can change it, beside the conveners."""
    nothing_yet: str = ""
    """Why there is nothing to count among: then no bound from above is met. What holds for all of nobody proves nothing."""


class Flag(Frozen):
    """A yes or no, with the sentence that explains it."""

    value: bool = False
    because: str = ""
    can_settle: tuple[str, ...] = ()
    """Names of those who can change it, beside the conveners."""


class Attester(Frozen):
    """Someone who may answer guiding questions."""

    person_id: int
    name: str


class TeamFacts(Frozen):
    members: Count = Field(default=Count(), description="support-team members, without the conveners")
    from_education: Count = Field(default=Count(), description="team members from education")
    from_workforce_development: Count = Field(
        default=Count(), description="team members from workforce development"
    )
    from_economic_development: Count = Field(
        default=Count(), description="team members from economic development"
    )
    from_labor: Count = Field(default=Count(), description="team members from labor")
    from_community: Count = Field(default=Count(), description="team members from community bodies")
    convening_named: Flag = Field(
        default=Flag(), description="exactly one lead convener, or named co-conveners"
    )
    facilitator_named: Flag = Field(default=Flag(), description="a facilitator is named")
    core_size: Count = Field(
        default=Count(),
        description="people in the core planning team: conveners, facilitator, scribe, support team",
    )
    role_sheets_open: Count = Field(
        default=Count(), description="role holders who have not acknowledged their role sheet yet"
    )


class ScopeFacts(Frozen):
    labor_data_loaded: Flag = Field(
        default=Flag(),
        description="labor-market data for the sector and region is on record, with source and quarter",
    )
    other_efforts: Count = Field(default=Count(), description="other efforts in this field on record")
    sector_named: Flag = Field(default=Flag(), description="a sector is named with its NAICS codes")
    counties: Count = Field(default=Count(), description="counties in the footprint")
    footprint_stated: Flag = Field(
        default=Flag(),
        description="why these counties are neither too small nor too large a region is written down, with who wrote it",
    )


class ChampionFacts(Frozen):
    agreed: Count = Field(
        default=Count(),
        description="champions who decide for their company and have agreed, signed or offered to host",
    )
    signed: Count = Field(default=Count(), description="champions who have signed the invitation letter")


class MeetingFacts(Frozen):
    date_set: Flag = Field(default=Flag(), description="the launch meeting has a date and time")
    place_set: Flag = Field(default=Flag(), description="the launch meeting has a place")
    at_business_facility: Flag = Field(default=Flag(), description="the place is a business facility")
    facilitator_neutral: Flag = Field(
        default=Flag(), description="the facilitator is not the lead voice of a public body's agenda"
    )
    working_day: Flag = Field(
        default=Flag(), description="the launch is on a business day: no weekend, no public holiday"
    )
    lead_days: Count = Field(
        default=Count(), description="days from the moment the invitation may go, or went, to the launch"
    )
    roles_open: Count = Field(
        default=Count(),
        description="roles at the meeting nobody holds yet: host, welcome, facilitate, scribe",
    )
    critical_mass_set: Flag = Field(
        default=Flag(), description="the team has set how many business leaders make the launch worthwhile"
    )


class GuestFacts(Frozen):
    business_invited: Count = Field(default=Count(), description="business leaders on the invitation list")
    business_needed: Count = Field(
        default=Count(),
        description="business leaders to invite for the target in the room, by the planning funnel",
    )
    public_invited: Count = Field(default=Count(), description="public partners on the invitation list")
    business_expected: Count = Field(default=Count(), description="business leaders who have said they come")
    public_expected: Count = Field(default=Count(), description="public partners who have said they come")


class InvitationFacts(Frozen):
    letters_delivered: Count = Field(default=Count(), description="invitation letters delivered")
    letters_open: Count = Field(default=Count(), description="guests whose letter has not been delivered yet")
    delivered_lead_days: Count = Field(
        default=Count(), description="days between the delivery of the last first-round letter and the launch"
    )
    silent_without_second_letter: Count = Field(
        default=Count(), description="guests without an answer whom the second letter has not reached"
    )
    silent_without_phone_task: Count = Field(
        default=Count(), description="guests without an answer whom nobody has been asked to phone"
    )
    coming_without_reminder: Count = Field(
        default=Count(), description="guests who come and have not had the logistics and the reminder"
    )


class RoomFacts(Frozen):
    held: Flag = Field(default=Flag(), description="the launch meeting has taken place")
    attendance_recorded: Flag = Field(default=Flag(), description="who was in the room is on record")
    business_present: Count = Field(default=Count(), description="business leaders who were in the room")
    critical_mass: Count = Field(default=Count(), description="business leaders the team wanted in the room")
    public_present: Count = Field(default=Count(), description="public partners who were in the room")


class OutcomeFacts(Frozen):
    """What the launch brought: priorities, commitments, debrief, summary."""

    priorities_recorded: Count = Field(default=Count(), description="priorities in businesses' own words")
    priorities_chosen: Count = Field(default=Count(), description="priorities chosen")
    chosen_without_business_votes: Count = Field(
        default=Count(), description="chosen priorities no business leader voted for"
    )
    business_commitments: Count = Field(
        default=Count(), description="next steps with a date, taken by a named business leader"
    )
    debrief_in_time: Flag = Field(
        default=Flag(), description="the partners' debrief was held within two business days of the launch"
    )
    same_day_note_sent: Flag = Field(
        default=Flag(), description="the same-day note went to those who were there"
    )
    summary_ready: Flag = Field(
        default=Flag(), description="the executive summary is written, and ready to be released"
    )
    summary_sent: Flag = Field(
        default=Flag(), description="the executive summary went to the business members"
    )
    summary_looked_at: Flag = Field(
        default=Flag(), description="the champions asked to look at the summary have, or their days are over"
    )
    calls_proposed: Flag = Field(default=Flag(), description="first calls of the action teams are proposed")


class ActionFacts(Frozen):
    priorities_without_team: Count = Field(
        default=Count(), description="chosen priorities without an action team"
    )
    teams: Count = Field(default=Count(), description="action teams")
    teams_without_business_lead: Count = Field(
        default=Count(), description="action teams not led by a business leader"
    )
    teams_without_business_majority: Count = Field(
        default=Count(), description="action teams in which business people are not the majority"
    )
    partners_without_contribution: Count = Field(
        default=Count(), description="partners in an action team without a stated contribution"
    )
    calls_outside_window: Count = Field(
        default=Count(), description="action teams without a first call in the window after the launch"
    )
    members_without_calendar_entry: Count = Field(
        default=Count(), description="action-team members without the calendar entry of the first call"
    )
    teams_unclear: Count = Field(
        default=Count(), description="action teams without outcome, strategy or measure"
    )
    commitments_unclear: Count = Field(default=Count(), description="commitments without owner or date")
    teams_without_way_in: Count = Field(
        default=Count(), description="action teams that have not said how partners can join in"
    )


class SustainFacts(Frozen):
    agenda_by_business: Flag = Field(
        default=Flag(), description="the agenda of the next partnership meeting was set by a business leader"
    )
    chaired_by_business: Flag = Field(
        default=Flag(), description="the next partnership meeting is chaired by a business leader"
    )
    sustainability_plan_accepted: Flag = Field(
        default=Flag(), description="the sustainability plan is accepted"
    )
    quarterly_meetings: Count = Field(
        default=Count(), description="partnership meetings on the calendar for the coming year"
    )
    health_check_dated: Flag = Field(
        default=Flag(), description="a health check is on the calendar within the next twelve months"
    )
    priorities_revised: Flag = Field(
        default=Flag(), description="the priorities were looked at again after the launch"
    )


class BelowFacts(Frozen):
    """What is planned below a partnership, and what came of it."""

    planned: Count = Field(
        default=Count(),
        description="partnerships planned below: the number that was said, else the regions of the plan",
    )
    held: Count = Field(default=Count(), description="partnerships below whose launch has taken place")
    left: Count = Field(
        default=Count(), description="planned partnerships whose launch has not taken place; never below zero"
    )


class SurveyFacts(Frozen):
    """One survey, by its newest round; what is compared, by the newest that is closed."""

    answered: Count = Field(default=Count(), description="people who have answered the newest round")
    laid_open: Flag = Field(default=Flag(), description="a round is closed and its results can be read")
    low: Count = Field(
        default=Count(), description="statements of the last results of which fewer than half say good"
    )
    fell: Count = Field(
        default=Count(),
        description="statements that fell since the round before: the good share by 20 points, or the median by one",
    )


class Surveys(SurveyFacts):
    """Every survey of the playbook, by its key; evidence says with `of` which one is meant."""

    by_key: Mapping[str, SurveyFacts] = Field(default_factory=dict)


class Facts(Frozen):
    """The snapshot. `today` is the calendar date in the partnership's zone."""

    today: date
    team: TeamFacts = TeamFacts()
    scope: ScopeFacts = ScopeFacts()
    champions: ChampionFacts = ChampionFacts()
    launch: MeetingFacts = MeetingFacts()
    guests: GuestFacts = GuestFacts()
    invitation: InvitationFacts = InvitationFacts()
    room: RoomFacts = RoomFacts()
    outcome: OutcomeFacts = OutcomeFacts()
    action: ActionFacts = ActionFacts()
    sustain: SustainFacts = SustainFacts()
    below: BelowFacts = BelowFacts()
    survey: Surveys = Surveys()
    attesters: Mapping[str, tuple[Attester, ...]] = Field(default_factory=dict)
    """Who may attest, by audience name."""
    releases: Mapping[str, Flag] = Field(default_factory=dict)
    """Whether what a person releases first is released, by the key of its touch."""

    def look_up(self, path: str, of: str | None = None) -> Count | Flag:
        """The fact a playbook names by `section.field`, of the survey it names. Raises KeyError for an unknown path."""
        section, _, field = path.partition(".")
        if path not in FACTS:
            raise KeyError(path)
        sheet = getattr(self, section)
        if of is not None and isinstance(sheet, Surveys):
            sheet = sheet.by_key.get(of, SurveyFacts())
        fact: Count | Flag = getattr(sheet, field)
        return fact


def _known_facts() -> Iterator[tuple[str, tuple[Any, str]]]:
    for section, section_field in Facts.model_fields.items():
        sheet = section_field.annotation
        if isinstance(sheet, type) and issubclass(sheet, Frozen):
            for name, field in sheet.model_fields.items():
                if field.annotation not in (Count, Flag):
                    continue
                assert field.annotation is not None
                yield f"{section}.{name}", (field.annotation, field.description or "")


FACTS: Mapping[str, tuple[Any, str]] = dict(_known_facts())
"""Every fact a playbook may name: path → (Count or Flag, what it says)."""
