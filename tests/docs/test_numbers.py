"""Every number with a unit in the guide and concept pages is one the code holds, or the page fails."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from notifications.wires import graph_line
from playbooks.loader import shipped_text
from playbooks.yaml_lines import parse
from sectorlaunch import logs
from sectorlaunch.actions import census_fetches, sign_ins
from sectorlaunch.contacts import limits
from sectorlaunch.engine import held
from sectorlaunch.inbox import watch
from sectorlaunch.outbox import channel_limits
from sectorlaunch.outbox.deliver.receipts import BACKOFF_MINUTES
from sectorlaunch.portal import security_headers
from sectorlaunch.prefect_side import deployments, event_stream, repairs, request_loop
from sectorlaunch.readiness import dead_mans_switch
from sectorlaunch.rules import keeping_periods, restraint
from sectorlaunch.settings import Settings
from sectorlaunch.supervisor import children
from tests.docs.commands import FENCE, ROOT

PAGES = sorted(page for folder in ("concepts", "guides") for page in (ROOT / "docs" / folder).glob("*.md"))
WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
UNITS = r"milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|tries|rows|megabytes|MB"
NUMBER = re.compile(rf"\b({'|'.join(WORDS)}|fifteen|twenty|thirty|\d[\d,]*)\s+({UNITS})\b", re.IGNORECASE)
EVERY = re.compile(rf"\b(?:every|once an?|twice an?)\s+(?:{UNITS})\b", re.IGNORECASE)


def words(number: float) -> str:
    whole = round(number)
    assert whole == number
    return WORDS[whole] if whole < len(WORDS) else f"{whole:,}"


def minutes(span: timedelta) -> str:
    count = words(span / timedelta(minutes=1))
    return f"{count} minute{'' if count == 'one' else 's'}"


def reminder_days(touch_key: str) -> int:
    data, _ = parse(shipped_text("sector-launch"), "sector_launch.yaml")
    assert isinstance(data, dict)
    touches = [
        touch
        for step in data["steps"]
        for activity in step.get("activities", [])
        for touch in activity.get("touches", [])
    ]
    return int(next(touch["when"]["days"] for touch in touches if touch["key"] == touch_key))


HELD_BY_THE_CODE = {
    "ask-how-it-stands.md": {
        f"{words(reminder_days('survey-reminder-again'))} days",
        f"{words(-reminder_days('open-health-before') / 7)} weeks",
    },
    "back-up-and-restore.md": {
        f"{words(Settings.model_fields['copies_daily'].default)} days",
        f"{words(Settings.model_fields['copies_weekly'].default)} weeks",
        f"{words(Settings.model_fields['copies_monthly'].default)} months",
    },
    "bring-your-own-list.md": {f"{limits.MOST_ROWS:,} rows", f"{limits.MOST_BYTES // 1_000_000} mb"},
    "choose-the-sector.md": {
        minutes(census_fetches.HELD_FOR),
        f"{words(security_headers.LARGEST_LIST / 1_000_000)} megabytes",
        f"{words(reminder_days('scoring-reminder'))} days",
    },
    "convener.md": {f"{words(sign_ins.LASTS / timedelta(weeks=1))} weeks"},
    "go-live-with-your-mail-server.md": {f"{words(sum(BACKOFF_MINUTES) // (24 * 60))} days"},
    "go-live-on-microsoft-365.md": {
        f"{words(channel_limits.minutes_for(110, channel_limits.MICROSOFT.per_minute))} minutes",
        f"{graph_line.LARGEST * 3 // 4_000_000} mb",
    },
    "the-joint-letter.md": {
        "every hour" if timedelta(hours=1) == held.LOOK_AGAIN else "",
    },
    "people-and-their-wishes.md": {
        f"{words(restraint.WEEK / timedelta(days=1))} days",
        f"{words(keeping_periods.ANNOUNCED_DAYS)} days",
        f"{Settings.model_fields['keep_sign_ins_days'].default} days",
    },
    "read-replies.md": {"every minute" if watch.EVERY_SECONDS == 60 else ""},
    "run-on-docker-or-kubernetes-workers.md": {minutes(deployments.CONDUCTOR_EVERY)},
    "run-on-postgresql-with-several-workers.md": {
        minutes(deployments.CONDUCTOR_EVERY),
        "every hour" if timedelta(hours=1) == deployments.FOLLOW_UPS_EVERY else "",
    },
    "watch-a-launch.md": {
        minutes(deployments.CONDUCTOR_EVERY),
        "once an hour" if timedelta(hours=1) == event_stream.QUIET else "",
    },
    "watch-the-installation.md": {
        minutes(timedelta(seconds=children.SILENT_SECONDS)),
        f"{logs.LARGEST_BYTES // 1_000_000} mb",
        "once a minute" if dead_mans_switch.EVERY_SECONDS == 60 else "",
    },
    "the-way-of-one-answer.md": {
        f"{words(request_loop.LISTEN_SECONDS * 1000)} milliseconds",
        minutes(deployments.CONDUCTOR_EVERY),
        "twice a minute" if request_loop.ROUND_SECONDS == 30 else "",
    },
    "touch.md": {"every hour" if timedelta(hours=1) == deployments.FOLLOW_UPS_EVERY else ""},
}
"""What each page may say, made from the constants themselves. The outbox has a test of its own, sentence by sentence."""
NOT_OURS = {
    # what an administrator needs, what Google and Microsoft do
    "go-live-on-google-workspace.md": {"twenty minutes", "seven days", "six months"},
    "go-live-on-microsoft-365.md": {"90 days"},
    "adapt-a-playbook.md": {"two minutes"},  # in a phone script, as an example
    "install-for-one-office.md": set[str](),
    "outbox.md": {"fifteen minutes", "twelve tries", "three days", "ten minutes", "60 minutes", "12 hours"},
    "put-https-in-front.md": {"6 mb"},  # the proxy's own bound; tests/deploy holds it above ours
    "run-on-postgresql-with-several-workers.md": {"a minute"},
    "watch-the-installation.md": {"ten minutes"},  # when an alarm is worth it
    "mailboxes.md": {"four weeks"},  # after the launch: how far its table looks
    "the-two-files.md": {"26 weeks"},  # an example of what may be written there
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_it_says_no_number_the_code_does_not_hold(page: Path) -> None:
    text = " ".join(FENCE.sub("", page.read_text(encoding="utf-8")).split())
    said = {" ".join(found.group(0).lower().split()) for found in NUMBER.finditer(text)}
    said |= {" ".join(found.group(0).lower().split()) for found in EVERY.finditer(text)}
    ours = HELD_BY_THE_CODE.get(page.name, set())
    assert said - ours - NOT_OURS.get(page.name, set()) == set()
    assert ours - {""} <= said, "a page that no longer says it needs no line here"


def test_it_knows_how_long_repairs_take() -> None:
    """A worker that fell silent is given up after this long; the guide says about a minute."""
    assert timedelta(minutes=2) >= repairs.UNSIGNED_AFTER
