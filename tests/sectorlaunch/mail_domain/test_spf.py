"""SPF as receivers count it."""

from sectorlaunch.mail_domain import spf
from tests.name_server import NameServer


def test_it_counts_the_look_ups_of_everything_that_is_included(zone: NameServer) -> None:
    zone.text("example.org", "v=spf1 a mx include:one.example.net ip4:192.0.2.0/24 -all")
    zone.text("one.example.net", "v=spf1 include:two.example.net exists:%{i}.example.net ~all")
    zone.text("two.example.net", "v=spf1 ip6:2001:db8::/32 ptr -all")
    zone.records["example.org A"] = ["198.51.100.7"]
    zone.records["example.org MX"] = ["10 mail.example.org."]
    zone.records["mail.example.org A"] = ["203.0.113.9"]
    found = spf.read(zone.names(), "example.org")
    assert (found.look_ups, found.void, found.ending, found.has_macros) == (6, 0, "-", True)
    assert found.costs["include:one.example.net"] == 4
    allowed = ["192.0.2.8", "198.51.100.7", "203.0.113.9", "2001:db8::1"]
    assert [found.allows(place) for place in [*allowed, "192.0.3.1"]] == [True] * 4 + [False]


def test_it_follows_a_redirect_and_takes_over_how_it_ends(zone: NameServer) -> None:
    zone.text("example.org", "v=spf1 redirect=one.example.net")
    zone.text("one.example.net", "v=spf1 ip4:192.0.2.1 -all")
    found = spf.read(zone.names(), "example.org")
    assert (found.ending, found.look_ups, found.allows("192.0.2.1"), found.mistakes) == ("-", 1, True, [])


def test_it_comes_to_an_end_where_records_include_each_other(zone: NameServer) -> None:
    zone.text("example.org", "v=spf1 include:one.example.net include:two.example.net -all")
    zone.text("one.example.net", "v=spf1 include:two.example.net include:example.org -all")
    zone.text("two.example.net", "v=spf1 include:one.example.net include:one.example.net -all")
    found = spf.read(zone.names(), "example.org")
    assert found.look_ups < 60
    assert any("includes itself" in said for said in found.mistakes)


def test_it_says_what_receivers_stumble_over(zone: NameServer) -> None:
    zone.text(
        "example.org",
        "v=spf1 ip4:192.0.2.999 inlcude:one.example.net include:gone.example.net unknown=x ~all",
    )
    found = spf.read(zone.names(), "example.org")
    assert found.void == 1
    assert len(found.mistakes) == 3, found.mistakes


def test_it_takes_only_what_is_a_record_for_one(zone: NameServer) -> None:
    zone.text("example.org", "v=spf10 -all", "google-site-verification=x", "V=SPF1 -all")
    assert spf.read(zone.names(), "example.org").records == ("V=SPF1 -all",)


def test_it_reads_a_record_of_several_pieces(zone: NameServer) -> None:
    many = " ".join(f"ip4:192.0.2.{n}" for n in range(60))
    zone.text("example.org", f"v=spf1 {many} -all")
    assert len(spf.read(zone.names(), "example.org").networks) == 60


def test_it_puts_terms_in_before_the_end() -> None:
    assert (
        spf.with_terms("v=spf1 mx -all", ["include:one.example.net"])
        == "v=spf1 mx include:one.example.net -all"
    )
    assert spf.with_terms("", ["ip4:192.0.2.1"]) == "v=spf1 ip4:192.0.2.1 ~all"
    assert spf.as_one(["v=spf1 mx -all", "v=spf1 mx a ?all"]) == "v=spf1 mx a ~all"
