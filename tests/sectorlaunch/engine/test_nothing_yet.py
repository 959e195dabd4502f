"""A question about all of something, before there is any of it."""

import pytest

from sectorlaunch import database
from sectorlaunch.facts import gather
from sectorlaunch.records.launch import Launch as LaunchAtHand
from tests.cast import Launch


@pytest.mark.parametrize(
    ("fact", "because"),
    [
        ("outcome.chosen_without_business_votes", "No priority is chosen yet."),
        ("action.teams_without_business_lead", "There is no action team yet."),
        ("action.teams_without_business_majority", "There is no action team yet."),
        ("action.teams_unclear", "There is no action team yet."),
        ("action.teams_without_way_in", "There is no action team yet."),
        ("action.calls_outside_window", "No call of a team is on the calendar yet."),
        ("action.members_without_calendar_entry", "No call of a team is on the calendar yet."),
        ("action.commitments_unclear", "Nothing has been promised yet."),
        ("invitation.coming_without_reminder", "Nobody has been invited yet."),
    ],
)
def test_it_says_that_there_is_nothing_to_count(launch: Launch, fact: str, because: str) -> None:
    with database.reading(launch.engine) as session:
        found = gather(LaunchAtHand.of(session, launch.now, launch.run_id)).look_up(fact)
    assert found.nothing_yet == because
