"""The convener's commands around people: wishes, talks, calls, champions, assistants."""

from tests.story.conftest import Terminal

SLUG, ONE, EDDA = "fernwater", "champ1@example.com", "edda@example.org"


def test_it_notes_what_people_wish_and_who_they_are(terminal: Terminal) -> None:
    said = terminal.type("people", "prefer", SLUG, EDDA, "--pause-until", "2026-03-09", "--no-digest")
    assert "No messages until Monday, March 9, 2026. The weekly digest is off." in said
    assert "nothing has changed" in terminal.type("people", "prefer", SLUG, EDDA, "--no-digest")
    terminal.type("people", "prefer", SLUG, EDDA, "--channel", "pigeon", exit_code=1)
    terminal.type("people", "fit", SLUG, ONE, "--cares-for-industry", "--cares-for-region")
    terminal.type("people", "note", SLUG, ONE, "Met at the fair", "--on", "2026-02-27", "--kind", "meeting")
    terminal.type("people", "assistant", SLUG, ONE, "ada@example.com", "--name", "Ada Desk")
    listed = {person["email"]: person for person in terminal.read("people", "list", SLUG)}
    assert listed[EDDA]["paused_until"] == "2026-03-09"
    assert [talk["kind"] for talk in listed[ONE]["notes"]] == ["meeting"]
    assert "Edda Teach asks them, by name." in terminal.type("champions", SLUG)
    assert "Met at the fair" in terminal.type("timeline", SLUG)


def test_it_goes_through_a_call_list(terminal: Terminal) -> None:
    terminal.wait(15)
    calls = terminal.read("calls", SLUG)
    assert {call["owner"] for call in calls} == {"Cora Venner"}
    assert calls[0]["phone"] in terminal.type("calls", SLUG, "--for", "cora@example.org")
    first, second = (str(call["id"]) for call in calls[:2])
    assert "comes back on 2026-03-25" in terminal.type(
        "tasks", "done", first, "--outcome", "call-back", "--on", "2026-03-25"
    )
    terminal.type("tasks", "done", first, "--outcome", "call-back", exit_code=1)
    assert "Done" in terminal.type("tasks", "done", second, "--outcome", "reached-yes")
    assert len(terminal.read("calls", SLUG)) == len(calls) - 1


def test_it_releases_nothing_that_is_not_withheld(terminal: Terminal) -> None:
    sent = terminal.read("messages", SLUG)[0]
    said = terminal.type("messages", "release", str(sent["id"]), exit_code=1)
    assert "no longer on hold" in said
