"""What receivers write about a letter, in the forms they write it in."""

import pytest

from sectorlaunch.mail_domain import authentication_results

GMAIL = """mx.google.com;
       dkim=pass header.i=@example.org header.s=launch202612 header.b=AbC/1+2=;
       spf=pass (google.com: domain of launch+b.1.x@example.org designates 203.0.113.9 as permitted sender) smtp.mailfrom="launch+b.1.x@example.org";
       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.org"""
MICROSOFT = """spf=pass (sender IP is 203.0.113.9)
 smtp.mailfrom=example.org; dkim=none (message not signed)
 header.d=none;dmarc=bestguesspass action=none
 header.from=example.org;compauth=pass reason=109"""
YAHOO = """atlas-production.v2-mail.example.com;
 dkim=pass header.i=@example.org header.s=sel;
 spf=pass smtp.mailfrom=example.org;
 dmarc=pass(p=REJECT) header.from=example.org;"""
VERSIONED = 'mx.example.com 1; spf/1=softfail smtp.mailfrom=a@example.org; dkim=fail reason="bad; sig" header.d=example.org'


def letter(*fields: str, more: str = "") -> bytes:
    heads = "".join(f"Authentication-Results: {field}\n" for field in fields)
    return f"{heads}{more}From: The partnership <launch@example.org>\nSubject: Test\n\nHello\n".encode()


@pytest.mark.parametrize(
    ("field", "by", "results", "client"),
    [
        (GMAIL, "mx.google.com", {"dkim": "pass", "spf": "pass", "dmarc": "pass"}, "203.0.113.9"),
        (
            MICROSOFT,
            "",
            {"spf": "pass", "dkim": "none", "dmarc": "bestguesspass", "compauth": "pass"},
            "203.0.113.9",
        ),
        (YAHOO, "atlas-production.v2-mail.example.com", {"dkim": "pass", "spf": "pass", "dmarc": "pass"}, ""),
        (VERSIONED, "mx.example.com", {"spf": "softfail", "dkim": "fail"}, ""),
        ("mx.example.com; none", "mx.example.com", {}, ""),
        ("", "", {}, ""),
        (";;;", "", {}, ""),
        ("mx.example.com; dkim=", "mx.example.com", {}, ""),
    ],
)
def test_it_reads_every_form(field: str, by: str, results: dict[str, str], client: str) -> None:
    found = authentication_results.read(letter(field))
    assert (found.by, {one.method: one.result for one in found.results}) == (by, results)
    assert (found.client, found.from_domain) == (client, "example.org")


def test_it_says_for_which_domain_a_signature_stands() -> None:
    found = authentication_results.read(letter(GMAIL))
    assert found.of("dkim")[0].get("header.d", "header.i") == "example.org"
    assert found.of("spf")[0].get("smtp.mailfrom") == "example.org"


def test_it_believes_the_topmost_speaker_only() -> None:
    own = ("mx.example.com; spf=fail", "mx.example.com; dkim=none")
    found = authentication_results.read(letter(*own, "forged.example.net; spf=pass; dmarc=pass"))
    assert {one.method: one.result for one in found.results} == {"spf": "fail", "dkim": "none"}


def test_it_takes_the_address_a_letter_came_from_out_of_received_spf() -> None:
    more = "Received-SPF: Pass (mx.example.com: domain of example.org) client-ip=2001:db8::9;\n helo=relay.example.org\n"
    assert authentication_results.read(letter("mx.example.com; spf=pass", more=more)).client == "2001:db8::9"


def test_it_knows_a_letter_that_stayed_in_the_house() -> None:
    inside = authentication_results.read(letter(more="X-MS-Exchange-Organization-AuthAs: Internal\n"))
    assert (inside.stayed_inside, inside.results) == (True, ())


@pytest.mark.parametrize(
    "source", [b"", b"\xff\xfe\x00", b"(" * 50_000, b"Authentication-Results: " + b"(" * 5000]
)
def test_it_takes_whatever_is_pasted(source: bytes) -> None:
    assert authentication_results.read(source).results == ()
