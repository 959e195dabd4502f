"""What holds for one partnership: office hours, holidays, numbers, who may sign in, the playbook it runs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from playbooks.model import OfficeHours
from sectorlaunch.outbox.write import team_posts
from sectorlaunch.records import people
from sectorlaunch.records.launch import Launch
from sectorlaunch.tables import ActionTeam, Person, RoleKind

WORDS = {
    "partners_min": "Fewest people on the planning team of a session",
    "team_min": "Fewest people in the core team",
    "team_max": "Most people in the core team",
    "messages_a_week": "Messages to one person in a week, at most",
    "least_answer_days": "Business days people have to answer, at the very least",
    "call_days": "Business days in which a call is to be made",
    "call_left_days": "Business days until a call nobody has made is the convener’s",
    "champions_needed": "Champions who sign the letter",
    "invitation_lead_days": "Days between the letter and the launch",
    "one_meeting_days": "Business days to settle all open questions in one meeting, where the launch is near",
    "by_phone_days": "Business days to ask the champions and have them sign, by phone, where the launch is near",
    "shortest_lead_days": "Days between the letter and the launch at the very least",
    "second_wave_days": "Days from the first wave of the letter to the second",
    "second_wave_by_funnel": "Second wave sooner, when the first will not fill the room (1: yes, 0: no)",
    "ladder_ends_days": "Days before the launch when the second wave is reminded no more",
    "funnel_contacted": "Leaders contacted, as planned",
    "funnel_interested": "of these, show interest",
    "funnel_signed_up": "of these, say they come",
    "funnel_present": "of these, are in the room",
    "critical_mass": "Business leaders that make the launch worthwhile",
    "target_in_the_room": "Business leaders wanted in the room",
    "link_days": "Days a personal link in a letter, or a calendar address, works",
    "keep_left_days": "Days somebody is kept after their last role ended (0: until erased by hand)",
    "keep_ended_days": "Days everybody is kept after the partnership has ended (0: until erased by hand)",
    "priorities_min": "Fewest priorities to choose",
    "priorities_max": "Most priorities to choose",
    "commitments_min": "Promises made at the launch, at least",
    "debrief_days": "Business days until the debrief",
    "first_call_from_days": "Days until the first team calls, from",
    "first_call_until_days": "Days until the first team calls, until",
    "quarterly_meetings": "Quarterly meetings on the calendar",
}
"""What the numbers of our playbooks mean; others are shown by their names."""
DAYS_AHEAD = 370
"""How far ahead holidays are listed."""


@dataclass(frozen=True)
class Number:
    name: str
    words: str
    value: int
    usual: int

    @property
    def is_own(self) -> bool:
        return self.value != self.usual


@dataclass(frozen=True)
class PartnershipSettings:
    hours: OfficeHours
    holidays: tuple[tuple[date, str], ...]
    numbers: tuple[Number, ...]
    let_in: tuple[tuple[Person, RoleKind, bool], ...]
    """Who holds a role that may sign in, and whether they were let in with it: who convenes always is."""
    playbook: str
    version: int
    rooms: tuple[str, ...]
    """Channels that lead to a room."""
    teams: tuple[ActionTeam, ...]

    @property
    def team_rooms(self) -> list[tuple[int | None, str, str]]:
        """Of each action team its number, its name and its room."""
        return [(team.id, team.name, team.channel) for team in self.teams]


def of(launch: Launch, keeping_periods: Mapping[str, int]) -> PartnershipSettings:
    """`keeping_periods` are the installation's, for a playbook that states none."""
    playbook = launch.playbook
    calendar, today = launch.calendar, launch.today
    days = (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return PartnershipSettings(
        hours=playbook.office_hours,
        holidays=tuple((day, name) for day in days if (name := calendar.holiday_name(day))),
        numbers=tuple(
            Number(
                name,
                WORDS.get(name, name.replace("_", " ").capitalize()),
                launch.partnership.numbers.get(name, usual),
                usual,
            )
            for name, usual in {**keeping_periods, **playbook.numbers}.items()
        ),
        let_in=tuple(
            (person, kind, person.account_id is not None)
            for person, kind in people.roles_held(launch.session, launch.partnership_id)
            if kind in people.SIGNING_IN
        ),
        playbook=playbook.title,
        version=playbook.version,
        rooms=tuple(team_posts.rooms(launch.session)),
        teams=tuple(
            launch.session.exec(
                select(ActionTeam)
                .where(ActionTeam.partnership_id == launch.partnership_id)
                .order_by(col(ActionTeam.id))
            )
        ),
    )
