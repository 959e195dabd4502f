"""A date for the launch, found from the command line."""

from datetime import timedelta

from tests.story.conftest import Terminal

SLUG = "fernwater"
ASKED = ("cora", "fay", "edda", "will", "enid", "lars")


def open_poll(terminal: Terminal, *more: str, exit_code: int = 0) -> str:
    return terminal.type(
        "poll", "open", SLUG, "--closes", "2026-03-13",
        "--date", "2026-09-16T14:30", "--date", "2026-09-15T09:00", *more, exit_code=exit_code,
    )  # fmt: skip


def vote(terminal: Terminal, number: int, who: str, *said: str) -> str:
    return terminal.type("poll", "vote", SLUG, str(number), f"{who}@example.org", *said)


def test_it_finds_a_date_by_its_deadline(terminal: Terminal) -> None:
    said = open_poll(terminal)
    assert "6 people are asked" in said
    assert "reminded on Thursday, March 12, 2026, 9:00 a.m." in said
    assert "closes on Friday, March 13, 2026, 5:00 p.m." in said
    vote(terminal, 1, "edda", "no", "yes")
    vote(terminal, 1, "will", "yes", "if-need-be")
    assert "Not yet voted: Cora Venner, Fay Neutral, Enid Grow, and Lars Union." in terminal.type(
        "poll", "show", SLUG
    )
    terminal.wait(12)
    [poll] = terminal.read("poll", "show", SLUG)
    assert poll["state"] == "closed"
    assert [date["chosen"] for date in poll["dates"]] == [False, True]
    assert poll["closed_how"] == (
        "The poll closed at its deadline. The date is Wednesday, September 16, 2026, 2:30 p.m.. "
        "Two dates have as many “yes”, 1 each. It has most “if need be”: 1, and the next date 0."
    )
    assert "Wednesday, September 16, 2026" in terminal.type("record", "launch", SLUG)


def test_it_finds_a_date_with_the_last_vote(terminal: Terminal) -> None:
    open_poll(terminal)
    for who in ASKED[:-1]:
        assert vote(terminal, 1, who, "if-need-be", "yes").endswith("has voted.\n")
    assert "Everyone has voted." in vote(terminal, 1, ASKED[-1], "if-need-be", "yes")
    assert terminal.read("poll", "show", SLUG, "1")[0]["state"] == "closed"


def test_it_refuses_what_cannot_be_meant(terminal: Terminal) -> None:
    for date, remedy in (
        ("2026-09-19T09:00", "is a Saturday"),
        ("2026-03-20T09:00", "less than 30 days"),
        ("2026-09-17", "write it as 2027-03-04T08:30"),
    ):
        assert remedy in open_poll(terminal, "--date", date, exit_code=1)
    assert terminal.read("poll", "show", SLUG) == []


def test_it_closes_early_and_calls_off(terminal: Terminal) -> None:
    open_poll(terminal)
    assert "called the poll off: no hall" in terminal.type("poll", "call-off", SLUG, "1", "--why", "no hall")
    open_poll(terminal)
    vote(terminal, 2, "edda", "yes", "no")
    assert "only date that suits anybody" in terminal.type("poll", "close", SLUG, "2")
    terminal.wait_until(terminal.now + timedelta(days=1))
    assert [poll["state"] for poll in terminal.read("poll", "show", SLUG)] == ["closed", "called off"]
