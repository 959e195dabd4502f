"""Letters signed in the name of the sender's domain, checked by another program than ours."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notifications.envelope import LetterKey
from notifications.wires.dkim import new_key, signed
from notifications.wires.mime import letter_bytes
from notifications.wires.opening import open_wire
from tests.conftest import do_without
from tests.name_server import name_server
from tests.notifications.wires.letters import envelope, invite
from tests.notifications.wires.servers import Postbox, real_server

VERIFY = """
use Mail::DKIM::Verifier; use Mail::DKIM::DNS; use Net::DNS;
Mail::DKIM::DNS::resolver(Net::DNS::Resolver->new(nameservers => ["127.0.0.1"], port => $ARGV[0], recurse => 1));
for my $file (@ARGV[1..$#ARGV]) {
  open my $in, "<:raw", $file; my $dkim = Mail::DKIM::Verifier->new(); $dkim->load($in); print $dkim->result, "\\n";
}
"""


@pytest.fixture(scope="module")
def keys() -> tuple[LetterKey, str]:
    """A key, and its public half."""
    private, public = new_key()
    return LetterKey("example.org", "launch202612", private), public


def test_it_signs_so_that_another_program_finds_it_right_and_a_change_wrong(
    keys: tuple[LetterKey, str], tmp_path: Path
) -> None:
    found = (
        subprocess.run(["perl", "-MMail::DKIM", "-e", "1"], capture_output=True)
        if shutil.which("perl")
        else None
    )
    if found is None or found.returncode:
        do_without("no Mail::DKIM for Perl: apt-get install libmail-dkim-perl")
    key, public = keys
    plain = [
        envelope(key=key),
        envelope(
            key=key, calendar=invite(), in_reply_to="a@example.org", unsubscribe_url="https://example.org/u"
        ),
        envelope(
            key=key,
            subject="Señora García  and two  blanks, a subject that is so long that it must be folded twice at least",
            text="Tabs\tand  blanks  \n\n\n",
            html="",
        ),
    ]
    letters = [signed(letter_bytes(one), one) for one in plain]
    changed = [
        letters[0].replace(b"Come.", b"Go.", 1),
        letters[0].replace(b"\r\nTo: ", b"\r\nFrom: Somebody <else@example.net>\r\nTo: ", 1),
        letters[0].replace(b"Subject: An", b"Subject: No", 1),
    ]
    files = []
    for number, letter in enumerate([*letters, *changed]):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_bytes(letter)
    with name_server() as zone:
        zone.text("launch202612._domainkey.example.org", f"v=DKIM1; k=rsa; p={public}")
        said = subprocess.run(
            ["perl", "-e", VERIFY, str(zone.port), *map(str, files)],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert said.stdout.split() == ["pass"] * 3 + ["fail"] * 3, said


def test_it_signs_the_same_letter_the_same_way_and_only_for_its_own_domain(
    keys: tuple[LetterKey, str],
) -> None:
    key, _ = keys
    one = envelope(key=key)
    assert signed(letter_bytes(one), one) == signed(letter_bytes(one), one)
    for other in (envelope(), replace(one, key=replace(key, domain="example.net"))):
        assert signed(letter_bytes(other), other) == letter_bytes(other)
    later = replace(one, date=datetime(2027, 1, 1, tzinfo=UTC))
    assert signed(letter_bytes(later), later) != signed(letter_bytes(one), one)


def test_it_signs_what_the_wire_hands_over(keys: tuple[LetterKey, str]) -> None:
    postbox = Postbox()
    with real_server(postbox) as port:
        wire = open_wire(
            f"letter://127.0.0.1:{port}/?from=launch@example.org&mode=none", frozenset({"127.0.0.1"})
        )
        wire.send(envelope(key=keys[0]))
        wire.close()
    head = postbox.letters[0].content.split(b"\r\n\r\n")[0]
    assert head.startswith(
        b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=launch202612;"
    )
    assert max(map(len, head.split(b"\r\n"))) < 120


def test_it_shows_no_private_key_in_words(keys: tuple[LetterKey, str]) -> None:
    assert "PRIVATE" not in repr(envelope(key=keys[0]))
