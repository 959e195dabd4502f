"""Step 3: when, where and by whom the launch is held."""

from notifications.rendering import kinds_with
from playbooks.facts import Count, Flag, MeetingFacts
from sectorlaunch import wording
from sectorlaunch.facts.fact_reader import SPOKEN_FOR, FactReader, day, reads
from sectorlaunch.records import lead_time
from sectorlaunch.tables import Invitation, Meeting, Message, MessageState, PlaceKind

NEEDED_ROLES = ("host", "welcome", "facilitate", "scribe")


@reads(Invitation, Meeting, Message, *SPOKEN_FOR)
def facts(reader: FactReader) -> MeetingFacts:
    launch = reader.meeting
    if launch is None:
        nothing = Flag(because="No launch meeting is planned yet.")
        return MeetingFacts(
            date_set=nothing,
            place_set=nothing,
            at_business_facility=nothing,
            facilitator_neutral=nothing,
            working_day=nothing,
            roles_open=Count(value=len(NEEDED_ROLES), names=NEEDED_ROLES),
            critical_mass_set=_critical_mass(reader),
        )
    filled = set(launch.roles) | ({"host"} if launch.host_id else set())
    filled |= {"facilitate"} if launch.facilitator_id else set()
    open_roles = tuple(role for role in NEEDED_ROLES if role not in filled)
    return MeetingFacts(
        date_set=Flag(
            value=launch.starts_at is not None,
            because=f"The launch is on {day(reader.on(launch.starts_at))}."
            if launch.starts_at
            else "The launch has no date and time yet.",
        ),
        place_set=Flag(value=bool(launch.place), because=launch.place or "The launch has no place yet."),
        at_business_facility=Flag(
            value=launch.place_kind is PlaceKind.BUSINESS,
            because=f"{launch.place or 'The place'} is a {launch.place_kind}."
            if launch.place_kind
            else "Nobody has said yet whether the place is a business, a public building, or online.",
        ),
        facilitator_neutral=Flag(
            value=launch.facilitator_id is not None and launch.facilitator_neutral,
            because="The facilitator is neutral."
            if launch.facilitator_id and launch.facilitator_neutral
            else "The launch needs a facilitator who is not the lead voice of a public body.",
        ),
        working_day=_working_day(reader),
        lead_days=_lead_days(reader),
        roles_open=Count(value=len(open_roles), names=open_roles),
        critical_mass_set=_critical_mass(reader),
    )


def _working_day(reader: FactReader) -> Flag:
    if reader.launch_on is None:
        return Flag(because="The launch has no date yet.")
    fine = reader.calendar.is_business_day(reader.launch_on)
    return Flag(
        value=fine,
        because=f"{day(reader.launch_on)} is a business day."
        if fine
        else f"{day(reader.launch_on)} is a weekend or a public holiday.",
    )


def _lead_days(reader: FactReader) -> Count:
    """Days for the letter: from the first one sent, or from today while none is."""
    if reader.launch_on is None:
        return Count()
    sent = [
        m.sent_at
        for kind in kinds_with("invites")
        for m in reader.messages(kind)
        if m.state is MessageState.SENT and m.sent_at
    ]
    start = reader.on(min(sent)) if sent else reader.today
    return Count(
        value=(reader.launch_on - start).days,
        waiting=() if sent else lead_time.remedies(lead_time.check(reader)),
    )


def _critical_mass(reader: FactReader) -> Flag:
    number = reader.partnership.numbers.get("critical_mass")
    if number is not None:
        return Flag(
            value=True,
            because=f"{wording.counted(number, 'business leader')} in the room {'makes' if number == 1 else 'make'} the launch worthwhile.",
        )
    default = reader.number("critical_mass")
    return Flag(
        value=False,
        because=f"The team has not said how many business leaders it wants; the playbook says {default}.",
    )
