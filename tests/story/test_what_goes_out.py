"""A convener looks ahead and changes single messages, from the command line."""

from pathlib import Path
from typing import Any

from tests.story.conftest import Terminal

SLUG, WILL, EDDA = "fernwater", "will@example.org", "edda@example.org"


def coming(terminal: Terminal, kind: str = "answer-reminder") -> list[dict[str, Any]]:
    return [one for day in terminal.read("coming", SLUG) for one in day["messages"] if one["kind"] == kind]


def got(terminal: Terminal, kind: str = "answer-reminder") -> list[str]:
    return [message["to"] for message in terminal.read("messages", SLUG, "--kind", kind)]


def test_it_shows_skips_words_and_sends_single_messages(terminal: Terminal, tmp_path: Path) -> None:
    number = coming(terminal)[0]["number"]
    assert "Dear Will," in terminal.type("coming", SLUG, "--words")
    terminal.type("coming", "skip", SLUG, number, "--to", EDDA)
    own = tmp_path / "own.txt"
    own.write_text("Dear {{ recipient.first_name }},\n\nA word of mine: {{ link }}\n", encoding="utf-8")
    terminal.type("coming", "words", SLUG, number, "--subject", "A word", "--text", str(own))
    terminal.type("coming", "send", SLUG, number, "--to", WILL)
    assert got(terminal) == [WILL]
    assert "have it already" in terminal.type("coming", "send", SLUG, number, "--to", WILL, exit_code=1)
    terminal.wait(4)
    assert sorted(got(terminal)) == ["enid@example.org", "lars@example.org", WILL]
    assert {m["subject"] for m in terminal.read("messages", SLUG, "--kind", "answer-reminder")} == {"A word"}


def test_it_reminds_only_those_picked(terminal: Terminal) -> None:
    number = coming(terminal)[0]["number"]
    terminal.type("coming", "remind", SLUG, number, "--only", WILL)
    terminal.type("coming", "restore", SLUG, number, "--to", EDDA)
    terminal.wait(4)
    assert sorted(got(terminal)) == [EDDA, WILL]


def test_it_words_a_kind_and_refuses_a_misspelled_field(terminal: Terminal) -> None:
    kind = "answer-reminder"
    refused = terminal.type(
        "words", "set", SLUG, kind, "--opening", "Hi {{ recipient.frist_name }}", exit_code=1
    )
    assert "Did you mean recipient.first_name?" in refused
    terminal.type("words", "set", SLUG, kind, "--opening", "Hi {{ recipient.first_name }}, from me.")
    assert "own opening" in terminal.type("words", SLUG)
    assert "from me." in terminal.type("words", "show", SLUG, kind)
    assert "Hi Edda, from me." in terminal.type("words", "preview", SLUG, kind)
    terminal.type("words", "test", SLUG, kind)
    assert got(terminal, "test-send") == ["cora@example.org"]
    terminal.type("words", "reset", SLUG, kind)
    assert "from me." not in terminal.type("words", "preview", SLUG, kind)


def test_it_does_not_take_a_number_it_never_showed(terminal: Terminal) -> None:
    terminal.type("coming", "skip", SLUG, "twelve", exit_code=2)
    terminal.type("coming", "skip", SLUG, "m9999", exit_code=1)
    terminal.type("coming", "skip", SLUG, "9999", exit_code=1)
