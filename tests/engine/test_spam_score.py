"""What a stranger's mail filter makes of our letters: SpamAssassin with its local rules, nothing asked over the network."""

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from languages import Language
from notifications.envelope import CalendarPart, Envelope
from notifications.rendering import context_class, known_kinds, language_of, render
from notifications.wires.mime import letter_bytes
from tests.conftest import do_without
from tests.notifications.wires.letters import invite

pytestmark = pytest.mark.engine

LIMIT = 1.0
NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
RECEIVED = (
    b"Received: from relay.example.org (relay.example.org [93.184.215.14])\r\n"
    b" by mx.example.com (Postfix) with ESMTPS id 4Vabc12345\r\n"
    b" for <gus@example.com>; Mon, 2 Mar 2026 18:00:05 +0000\r\n"
    b"Received: from launch.example.org (launch.example.org [93.184.215.20])\r\n"
    b" by relay.example.org (Postfix) with ESMTPSA id 4Vabc12300\r\n"
    b" for <gus@example.com>; Mon, 2 Mar 2026 18:00:02 +0000\r\n"
)
"""The way by the office's own mail server, as the guide to going live has it."""
SCORE = re.compile(r"score=(-?[\d.]+).*?tests=(.*?) (?:autolearn|version)", re.DOTALL)
WITH_ENTRY = {
    *("invitation", "letter-copy", "meeting-moved", "team-call-notice", "quarterly-invitation"),
    "debrief-call",
}


def delivered(kind: str, language: Language) -> bytes:
    """The sample of a kind in a language, as it arrives at the mail server of whoever gets it."""
    sample = context_class(kind).sample()
    partnership = sample.partnership.model_copy(update={"language": language})
    context = sample.model_copy(update={"language": language, "partnership": partnership})
    words = render(kind, context)
    entry: CalendarPart | None = invite() if kind in WITH_ENTRY else None
    envelope = Envelope(
        message_id=f"{kind}.0f7a3c@example.org",
        sender_name=context.sender.name,
        sender_address="launch@example.org",
        to_name="Gus Guest",
        to_address="gus@example.com",
        subject=words.subject,
        text=words.text,
        html=words.html,
        short_text=words.short_text,
        date=NOON,
        reply_to=context.sender.email,
        unsubscribe_url=context.unsubscribe_url,
        calendar=entry,
    )
    return RECEIVED + letter_bytes(envelope)


def judged(letters: dict[str, bytes], home: Path) -> dict[str, tuple[float, str]]:
    """Score and the rules that made it, of each; one process for all, for starting it takes seconds."""
    program = shutil.which("spamassassin")
    if program is None:
        do_without("no SpamAssassin: apt-get install spamassassin")
    preferences = home / "preferences"
    preferences.write_text("use_bayes 0\nreport_safe 0\n", encoding="ascii")
    mailbox = b"".join(
        b"From launch@example.org Mon Mar  2 18:00:05 2026\n"
        + re.sub(rb"(?m)^(>*From )", rb">\1", letter.replace(b"\r\n", b"\n"))
        + b"\n"
        for letter in letters.values()
    )
    done = subprocess.run(
        [program, "--local", "--test-mode", "--mbox", f"--prefs-file={preferences}"],
        input=mailbox,
        capture_output=True,
        timeout=300,
        check=True,
        env={**os.environ, "HOME": str(home), "LC_ALL": "C"},
    )
    judged_letters = re.split(rb"(?m)^From launch@example\.org .*\n", done.stdout)[1:]
    assert len(judged_letters) == len(letters), done.stderr.decode()
    found = {}
    for kind, content in zip(letters, judged_letters, strict=True):
        status = SCORE.search(str(message_from_bytes(content)["X-Spam-Status"]))
        assert status, content[:800]
        found[kind] = (float(status[1]), " ".join(status[2].split()))
    return found


def test_it_writes_nothing_that_looks_like_spam(tmp_path: Path) -> None:
    letters = {
        f"{kind} in {language}": delivered(kind, language)
        for kind in sorted(known_kinds())
        for language in Language
        if language_of(kind, language) is language
    }
    suspicious = {kind: said for kind, said in judged(letters, tmp_path).items() if said[0] >= LIMIT}
    assert suspicious == {}


def test_it_would_notice_what_looks_like_spam(tmp_path: Path) -> None:
    """The measure measures: the string every filter knows for a test scores high."""
    gtube = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
    letter = RECEIVED + b"From: a@example.org\nTo: gus@example.com\nSubject: x\n\n" + gtube + b"\n"
    assert judged({"gtube": letter}, tmp_path)["gtube"][0] > 5
