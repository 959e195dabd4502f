"""DMARC by the tree walk of RFC 9989."""

import pytest

from sectorlaunch.mail_domain import dmarc
from tests.name_server import NameServer


def test_it_finds_the_record_of_the_organization_above(zone: NameServer) -> None:
    zone.text("_dmarc.example.org", "v=DMARC1; p=reject; sp=quarantine; adkim=s; rua=mailto:d@example.org")
    found = dmarc.read(zone.names(), "mail.team.example.org")
    assert (found.organizational_domain, found.at, found.policy) == (
        "example.org",
        "example.org",
        "quarantine",
    )
    assert (found.strict, found.reports_to) == (frozenset({"dkim"}), "mailto:d@example.org")


def test_it_takes_the_domains_own_record_before_the_one_above(zone: NameServer) -> None:
    zone.text("_dmarc.example.org", "v=DMARC1; p=reject")
    zone.text("_dmarc.team.example.org", "v=DMARC1; p=none; t=y")
    found = dmarc.read(zone.names(), "team.example.org")
    assert (found.at, found.policy, found.is_test) == ("team.example.org", "none", True)
    assert found.organizational_domain == "example.org"


@pytest.mark.parametrize(
    ("records", "organization"),
    [
        (
            {"state.example.org": "v=DMARC1; p=none; psd=n", "example.org": "v=DMARC1; p=none"},
            "state.example.org",
        ),
        ({"example.org": "v=DMARC1; p=none; psd=y"}, "state.example.org"),
        ({}, "college.state.example.org"),
    ],
)
def test_it_stops_where_a_registry_begins(
    zone: NameServer, records: dict[str, str], organization: str
) -> None:
    for name, record in records.items():
        zone.text(f"_dmarc.{name}", record)
    assert dmarc.read(zone.names(), "college.state.example.org").organizational_domain == organization


def test_it_walks_eight_names_at_most() -> None:
    long = ".".join([*"abcdefghijk", "example", "org"])
    walked = list(dmarc.walk(long))
    assert (len(walked), walked[0], walked[1], walked[-1]) == (8, long, "g.h.i.j.k.example.org", "org")


def test_it_counts_no_record_where_there_are_several(zone: NameServer) -> None:
    zone.text("_dmarc.example.org", "v=DMARC1; p=none", "v=DMARC1; p=reject")
    found = dmarc.read(zone.names(), "example.org")
    assert (found.record, found.doubled) == ("", ("example.org",))


def test_it_takes_a_record_that_only_wants_reports_for_none(zone: NameServer) -> None:
    zone.text("_dmarc.example.org", "v=DMARC1; p=nothing; rua=mailto:d@example.org")
    assert dmarc.read(zone.names(), "example.org").policy == "none"


def test_it_tells_which_domain_vouches_for_which(zone: NameServer) -> None:
    zone.text("_dmarc.example.org", "v=DMARC1; p=none")
    names = zone.names()
    assert dmarc.are_aligned(names, "bounce.example.org", "mail.example.org", strict=False)
    assert not dmarc.are_aligned(names, "bounce.example.org", "mail.example.org", strict=True)
    assert not dmarc.are_aligned(names, "example.net", "example.org", strict=False)
