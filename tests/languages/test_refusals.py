"""Whatever a page refuses to somebody who does not convene, it refuses in their language."""

from docs.write_catalogs import gathered
from tests.languages.refusals import module, reached, refusals

ROUTES = (
    *("personal", "unsubscribe", "feeds"),
    *("part", "part_meeting", "part_team"),
    *("sign_in", "account", "today"),
)
"""The routes of those who have a personal page, a part, or an account."""
NEVER_SHOWN = {
    "sectorlaunch/census/": "figures that cannot be read are left out of their pages",
    "sectorlaunch/records/labor_market.py": "the same",
    "sectorlaunch/outbox/channels.py": "channels are set up by keepers",
    "sectorlaunch/actions/sector_records.py": "only conveners have its forms",
    "sectorlaunch/rules/poll_dates.py": "the times of a team’s poll are picked for it, and fit",
    "sectorlaunch/actions/teams.py": "names a field no form of ours leaves out",
    "sectorlaunch/portal/routes/sector_decision.py": "their link names a form there is",
}
"""What the source leads to by name and no page of theirs to, and why."""


def test_it_refuses_nothing_in_english_alone() -> None:
    known = {
        words for message in gathered() if message.id for words in [message.id] if isinstance(words, str)
    }
    starts = [
        (found.name, name)
        for route in ROUTES
        if (found := module(f"sectorlaunch.portal.routes.{route}"))
        for name in found.defined
    ]
    said = {
        (place, sentence or "a sentence made of pieces")
        for one in reached(starts)
        for place, _, sentence in refusals(*one)
        if not place.startswith(tuple(NEVER_SHOWN))
    }
    assert len(said) > 100
    assert sorted(one for one in said if one[1] not in known) == []
