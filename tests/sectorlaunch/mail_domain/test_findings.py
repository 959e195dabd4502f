"""Findings in words, and what is to be asked for."""

import pytest

from sectorlaunch.mail_domain import authentication_results, findings, received_letter
from sectorlaunch.mail_domain.dkim_record import SigningKey
from sectorlaunch.mail_domain.findings import ArrivalFinding, Sending
from sectorlaunch.mail_domain.names import NameServers
from tests.name_server import NameServer
from tests.sectorlaunch.mail_domain.test_authentication_results import GMAIL, letter

MICROSOFT = Sending("example.org", "smtp.office365.com")
RELAY = Sending("example.org", "relay.example.org", is_inside=True)


def told(found: ArrivalFinding, *words: str) -> bool:
    return all(word in f"{found.words} {found.ask}" for word in words)


def test_it_finds_a_domain_that_is_in_order_fine(zone: NameServer) -> None:
    zone.records |= {
        "example.org MX": ["10 example-org.mail.protection.outlook.com."],
        "example-org.mail.protection.outlook.com A": ["203.0.113.1"],
    }
    zone.text("example.org", "v=spf1 include:spf.protection.outlook.com -all")
    zone.text("spf.protection.outlook.com", "v=spf1 ip4:203.0.113.0/24 -all")
    zone.text("_dmarc.example.org", "v=DMARC1; p=reject")
    zone.text("selector1._domainkey.example.org", "v=DKIM1; k=rsa; p=AAAA")
    found = findings.look(zone.names(), MICROSOFT)
    assert [one.state for one in found] == ["fine"] * 5, found
    assert not any(one.ask for one in found)


@pytest.mark.parametrize(
    ("records", "state", "words"),
    [
        ([], "problem", ("has no SPF record", "v=spf1 include:spf.protection.outlook.com ~all")),
        (["v=spf1 mx -all", "v=spf1 a ?all"], "problem", ("has 2 SPF records", "v=spf1 a mx include:spf.")),
        (
            ["v=spf1 mx -all"],
            "problem",
            ("does not name", "v=spf1 mx include:spf.protection.outlook.com -all"),
        ),
        (["v=spf1 include:spf.protection.outlook.com +all"], "problem", ("allows everybody", "~all")),
        (["v=spf1 include:spf.protection.outlook.com"], "warning", ("says nothing of senders", "~all")),
        (["v=spf1 ip4:nowhere include:spf.protection.outlook.com -all"], "problem", ("is broken", "nowhere")),
        (
            ["v=spf1 a:x1.example.net a:x2.example.net a:x3.example.net -all"],
            "problem",
            ("asks for 3 names",),
        ),
    ],
)
def test_it_says_what_is_wrong_with_spf(
    zone: NameServer, records: list[str], state: str, words: tuple[str, ...]
) -> None:
    zone.records |= {"example.org MX": ["10 mail.example.org."], "mail.example.org A": ["192.0.2.1"]}
    zone.records |= {"example.org A": ["192.0.2.1"]}
    zone.text("spf.protection.outlook.com", "v=spf1 ip4:203.0.113.0/24 -all")
    if records:
        zone.text("example.org", *records)
    found = findings.sender_policy(zone.names(), MICROSOFT)
    assert found.state == state
    assert told(found, *words), found


def test_it_counts_ten_look_ups_and_says_what_costs_them(zone: NameServer) -> None:
    zone.text("example.org", "v=spf1 include:big.example.net include:spf.protection.outlook.com -all")
    zone.text("spf.protection.outlook.com", "v=spf1 ip4:203.0.113.0/24 -all")
    hosts = [f"h{n}.example.net" for n in range(9)]
    zone.text("big.example.net", f"v=spf1 {' '.join(f'a:{host}' for host in hosts)} -all")
    zone.records |= {f"{host} A": ["192.0.2.7"] for host in hosts}
    found = findings.sender_policy(zone.names(), MICROSOFT)
    assert told(found, "needs 11 look-ups", "include:big.example.net (10)"), found
    zone.text("big.example.net", f"v=spf1 {' '.join(f'a:{host}' for host in hosts[:8])} -all")
    assert findings.sender_policy(zone.names(), MICROSOFT).state == "fine"


@pytest.mark.parametrize(
    ("records", "state", "words"),
    [
        ({}, "warning", ("has no DMARC record", "_dmarc.example.org", "p=none; rua=")),
        ({"_dmarc.example.org": ["v=DMARC1; p=none", "v=DMARC1; p=reject"]}, "problem", ("several records",)),
        ({"_dmarc.example.org": ["v=DMARC1; q=none"]}, "problem", ("names no policy",)),
        ({"_dmarc.example.org": ["v=DMARC1; p=quarantine"]}, "fine", ("quarantined",)),
    ],
)
def test_it_says_what_is_wrong_with_dmarc(
    zone: NameServer, records: dict[str, list[str]], state: str, words: tuple[str, ...]
) -> None:
    for name, values in records.items():
        zone.text(name, *values)
    found = findings.handling(zone.names(), MICROSOFT)
    assert found.state == state
    assert told(found, *words), found


@pytest.mark.parametrize(
    ("records", "state", "words"),
    [
        ({}, "problem", "no server takes mail"),
        ({"example.org MX": ["0 ."]}, "problem", "takes no mail"),
        ({"example.org A": ["192.0.2.1"]}, "warning", "names no mail server"),
        ({"example.org MX": ["5 gone.example.org."]}, "problem", "has no address"),
    ],
)
def test_it_says_where_nobody_can_reply(
    zone: NameServer, records: dict[str, list[str]], state: str, words: str
) -> None:
    zone.records |= records
    found = findings.mx(zone.names(), MICROSOFT)
    assert (found.state, words in found.words, "MX record" in found.ask) == (state, True, True)


def test_it_asks_for_a_name_of_the_relay_that_leads_back(zone: NameServer) -> None:
    names = zone.names()
    assert findings.relay_name(names, MICROSOFT).state == "fine"
    assert told(findings.relay_name(names, RELAY), "stands inside", "a test letter")
    seen = Sending("example.org", "relay.example.org", is_inside=True, client="203.0.113.9")
    assert told(findings.relay_name(zone.names(), seen), "has no name", "PTR")
    zone.records["9.113.0.203.in-addr.arpa PTR"] = ["relay.example.org."]
    assert told(findings.relay_name(zone.names(), seen), "does not lead back")
    zone.records["relay.example.org A"] = ["203.0.113.9"]
    assert findings.relay_name(zone.names(), seen).state == "fine"


def test_it_names_the_address_a_relay_was_seen_at_in_spf(zone: NameServer) -> None:
    zone.text("example.org", "v=spf1 ip4:192.0.2.0/24 -all")
    seen = Sending("example.org", "relay.example.org", is_inside=True, client="203.0.113.9")
    found = findings.sender_policy(zone.names(), seen)
    assert told(found, "does not name", "v=spf1 ip4:192.0.2.0/24 ip4:203.0.113.9 -all"), found


def test_it_looks_whether_the_very_key_is_published(zone: NameServer) -> None:
    key = SigningKey("example.org", "launch202612", "MIIB" * 90)
    signing = Sending("example.org", "relay.example.org", is_inside=True, key=key)
    found = findings.signature(zone.names(), signing)
    assert told(found, "is not", "launch202612._domainkey.example.org", key.record), found
    zone.text(key.name, "v=DKIM1; k=rsa; p=another")
    assert findings.signature(zone.names(), signing).state == "problem"
    zone.text(key.name, key.record)
    assert findings.signature(zone.names(), signing).state == "fine"
    assert "can be signed here" in findings.signature(zone.names(), RELAY).words
    assert told(findings.signature(zone.names(), MICROSOFT), "security.microsoft.com")


def test_it_takes_no_answer_for_missing_and_waits_once(
    zone: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sectorlaunch.mail_domain.names.SECONDS", 0.2)
    names = NameServers(("127.0.0.1:9",))
    found = findings.look(names, MICROSOFT)
    assert {(one.state, one.words) for one in found[:4]} == {
        ("warning", "no name server answered, so nothing is known of it")
    }
    assert names.is_down


def test_it_judges_a_test_letter(zone: NameServer) -> None:
    zone.text("_dmarc.example.org", "v=DMARC1; p=reject")
    names = zone.names()
    assert [
        one.state for one in received_letter.judge(names, authentication_results.read(letter(GMAIL)), RELAY)
    ] == ["fine"] * 3
    bad = "mx.example.com; spf=softfail smtp.mailfrom=example.org; dkim=pass header.d=relays.example.net; dmarc=fail"
    spf, dkim, dmarc = received_letter.judge(names, authentication_results.read(letter(bad)), RELAY)
    assert (spf.state, dkim.state, dmarc.state) == ("problem", "warning", "problem")
    assert told(spf, "softfail", "SPF record of example.org")
    assert told(dkim, "relays.example.net", "does not vouch for example.org")
    inside = authentication_results.read(letter(more="X-MS-Exchange-Organization-AuthAs: Internal\n"))
    assert "never left your own" in received_letter.judge(names, inside, RELAY)[0].words
