"""The local mailbox."""

from datetime import timedelta
from pathlib import Path

import pytest

from notifications.envelope import Outcome
from notifications.wires.mailbox import LocalMailbox, NoSuchLetter
from tests.notifications.wires.letters import NOON, envelope, invite


@pytest.fixture
def mailbox(tmp_path: Path) -> LocalMailbox:
    return LocalMailbox(tmp_path / "mailbox")


def test_it_writes_a_real_letter_and_reads_it_back(mailbox: LocalMailbox) -> None:
    receipt = mailbox.send(envelope(subject="Grüße", calendar=invite()))
    assert receipt.outcome is Outcome.SENT
    letter = mailbox.read(receipt.words)
    assert (letter.entry.subject, letter.entry.to) == ("Grüße", "Gus Guest <gus@example.com>")
    assert letter.entry.at == NOON
    assert letter.sender == "Cora Convener <launch@example.org>"
    assert letter.text.startswith("Dear Gus,")
    assert letter.html == "<p>Dear Gus,</p><p>Come.</p>\n"
    assert "METHOD:REQUEST" in letter.calendar
    assert letter.raw == (mailbox.folder / receipt.words).read_bytes()


def test_it_overwrites_a_repeat(mailbox: LocalMailbox) -> None:
    assert mailbox.send(envelope()) == mailbox.send(envelope())
    assert len(mailbox.entries()) == 1


def test_it_lists_the_newest_first_and_only_what_is_asked_for(mailbox: LocalMailbox) -> None:
    for day in range(5):
        mailbox.send(
            envelope(message_id=f"{day}@example.org", subject=f"Day {day}", date=NOON + timedelta(days=day))
        )
    assert [entry.subject for entry in mailbox.entries()] == ["Day 4", "Day 3", "Day 2", "Day 1", "Day 0"]
    assert [entry.subject for entry in mailbox.entries(limit=2, offset=1)] == ["Day 3", "Day 2"]


def test_it_is_empty_before_the_first_letter(mailbox: LocalMailbox) -> None:
    assert mailbox.entries() == []


@pytest.mark.parametrize(
    "name",
    [
        "../secret.eml",
        "/etc/passwd",
        "..",
        "",
        "20261102T120000Z-../x.eml",
        "20261102T120000Z-00.eml",
        "a\0b.eml",
    ],
)
def test_it_reads_nothing_but_its_own_letters(mailbox: LocalMailbox, name: str) -> None:
    mailbox.send(envelope())
    (mailbox.folder.parent / "secret.eml").write_text("secret")
    with pytest.raises(NoSuchLetter):
        mailbox.read(name)


def test_it_leaves_no_half_written_letter_and_lists_no_other_file(mailbox: LocalMailbox) -> None:
    mailbox.send(envelope())
    (mailbox.folder / ".20261102T120000Z-00.eml.7").write_text("half")
    (mailbox.folder / "notes.txt").write_text("mine")
    assert len(mailbox.entries()) == 1


def test_it_says_later_when_the_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "mailbox").write_text("a file where the folder should be")
    assert LocalMailbox(tmp_path / "mailbox").send(envelope()).outcome is Outcome.LATER


def test_it_refuses_what_no_wire_would_carry(mailbox: LocalMailbox) -> None:
    assert mailbox.send(envelope(text="")).outcome is Outcome.NEVER
    assert mailbox.entries() == []


def test_it_keeps_a_text_message_to_a_phone_as_a_letter_too(mailbox: LocalMailbox) -> None:
    receipt = mailbox.send(envelope(to_address="+1 555 555 0100"))
    assert mailbox.read(receipt.words).entry.to == "Gus Guest <+15555550100@phone.invalid>"
