"""What keeps letters from arriving, in words, and what to ask whoever looks after the domain for."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal

from sectorlaunch import wording
from sectorlaunch.mail_domain import dkim_record, dmarc, providers, spf
from sectorlaunch.mail_domain.dkim_record import SigningKey
from sectorlaunch.mail_domain.names import NameServers, NoAnswer
from sectorlaunch.mail_domain.providers import Provider
from sectorlaunch.mail_domain.spf import Spf

State = Literal["fine", "warning", "problem"]


@dataclass(frozen=True)
class ArrivalFinding:
    """`ask` is a text to send to whoever looks after the domain; empty where there is nothing to ask for."""

    about: str
    state: State
    words: str
    ask: str = ""


@dataclass(frozen=True)
class Sending:
    """How letters leave: all that is looked at hangs on it. Names in lower case."""

    domain: str
    """The sender's, which readers see; letters come back there as well (`outbox.write.addresses.return_path`)."""
    host: str
    """The mail server that takes them from us."""
    is_inside: bool = False
    """Whether the keeper named it as a server of the office: then it is a relay of one's own."""
    client: str = ""
    """The IP address a receiver saw the last test letter come from; "" where none was read."""
    key: SigningKey | None = None
    """The key letters are signed with here."""

    @property
    def provider(self) -> Provider | None:
        return providers.of_host(self.host)

    @property
    def is_own_relay(self) -> bool:
        return self.provider is None and (self.is_inside or self.host.endswith(f".{self.domain}"))


def look(names: NameServers, sending: Sending) -> list[ArrivalFinding]:
    """All that the name servers say, one finding after the other."""
    return [one(names, sending) for one in (mx, sender_policy, handling, signature, relay_name)]


NO_ANSWER = "no name server answered, so nothing is known of it"

Look = Callable[[NameServers, Sending], ArrivalFinding]


def _asked(about: str) -> Callable[[Look], Look]:
    """What no name server answers is not taken for missing."""

    def around(look: Look) -> Look:
        def asked(names: NameServers, sending: Sending) -> ArrivalFinding:
            try:
                return look(names, sending)
            except NoAnswer:
                return ArrivalFinding(about, "warning", NO_ANSWER)

        return asked

    return around


MX, SPF, DMARC, DKIM, PTR = "Mail to the domain", "SPF", "DMARC", "DKIM", "Name of the relay"


@_asked(MX)
def mx(names: NameServers, sending: Sending) -> ArrivalFinding:
    """Whether replies and returned letters reach anybody."""
    domain = sending.domain
    servers = names.mail_servers(domain)
    ask = (
        f"Please have {domain} take mail: publish an MX record that names its mail server. Invitations leave from an "
        "address there, and replies and returned letters come back to it."
    )
    if servers == (".",):
        return ArrivalFinding(MX, "problem", f"{domain} says that it takes no mail, so nobody can reply", ask)
    if not servers and not names.addresses_of(domain):
        return ArrivalFinding(MX, "problem", f"no server takes mail for {domain}, so nobody can reply", ask)
    if not servers:
        return ArrivalFinding(MX, "warning", f"{domain} names no mail server of its own", ask)
    dead = [host for host in servers if not names.addresses_of(host)]
    if len(dead) == len(servers):
        return ArrivalFinding(
            MX, "problem", f"{wording.listing(dead)} should take mail and has no address", ask
        )
    return ArrivalFinding(MX, "fine", f"mail for {domain} is taken by {wording.listing(list(servers))}")


@_asked(SPF)
def sender_policy(names: NameServers, sending: Sending) -> ArrivalFinding:
    """Exactly one record, within its limits, that closes with something, and names the server that sends."""
    domain = sending.domain
    found = spf.read(names, domain)
    wanted = _wanted_terms(names, sending, found)
    if not found.records:
        words = f"{domain} has no SPF record, so receivers cannot tell its letters from forged ones"
        return _spf_problem(domain, words, spf.with_terms("", wanted))
    if len(found.records) > 1:
        words = f"{domain} has {len(found.records)} SPF records; receivers take that for none"
        merged = spf.with_terms(spf.as_one(found.records), wanted)
        return _spf_problem(domain, words, merged, "Please delete them and publish this single one instead.")
    if found.look_ups > spf.MOST_LOOK_UPS:
        costly = sorted(found.costs.items(), key=lambda one: -one[1])
        listed = wording.listing([f"{term} ({cost})" for term, cost in costly if cost])
        words = (
            f"SPF of {domain} needs {found.look_ups} look-ups; receivers stop at ten and take it for broken"
        )
        ask = (
            f"Please shorten the SPF record of {domain}: it needs {found.look_ups} look-ups where ten are allowed "
            f"(RFC 7208, 4.6.4). What costs them: {listed}. Leave out senders you no longer use, or replace an "
            "include by the ip4: and ip6: networks it stands for."
        )
        return ArrivalFinding(SPF, "problem", words, ask)
    if found.mistakes:
        words = f"SPF of {domain} is broken: {wording.listing(found.mistakes)}"
        ask = f"Please mend the SPF record of {domain}, now “{found.record}”: {wording.listing(found.mistakes)}."
        return ArrivalFinding(SPF, "problem", words, ask)
    if found.void > spf.MOST_VOID:
        words = f"SPF of {domain} asks for {found.void} names that do not exist; more than two break it"
        ask = (
            f"Please take out of the SPF record of {domain}, “{found.record}”, what names no server any more."
        )
        return ArrivalFinding(SPF, "problem", words, ask)
    if found.ending == "+":
        words = f"SPF of {domain} allows everybody (+all), which receivers take for a sign of spam"
        return _spf_problem(domain, words, found.record.replace("+all", "~all").replace(" all", " ~all"))
    if wanted:
        words = f"SPF of {domain} does not name the server letters leave by, {_server(sending)}"
        return _spf_problem(domain, words, spf.with_terms(found.record, wanted))
    if not found.ending or found.ending == "?":
        words = f"SPF of {domain} says nothing of senders it does not name"
        return _spf_problem(domain, words, spf.with_terms(f"{found.record} ~all", ()), state="warning")
    return ArrivalFinding(SPF, "fine", f"one record at {domain}, {found.look_ups} of ten look-ups")


@_asked(DMARC)
def handling(names: NameServers, sending: Sending) -> ArrivalFinding:
    """Whether there is one policy, and what it has done with letters nothing vouches for."""
    found = dmarc.read(names, sending.domain)
    at = f"_dmarc.{found.organizational_domain}"
    if found.doubled:
        name = f"_dmarc.{found.doubled[0]}"
        ask = f"Please leave one DMARC record at {name}. There are several, and receivers then take none of them."
        return ArrivalFinding(DMARC, "problem", f"{name} has several records, so none counts", ask)
    if not found.record:
        ask = (
            f"Please publish a TXT record at {at}:\nv=DMARC1; p=none; rua=mailto:dmarc@{found.organizational_domain}\n"
            "It changes nothing for mail that arrives today, and Google, Yahoo and Microsoft expect one."
        )
        return ArrivalFinding(DMARC, "warning", f"{sending.domain} has no DMARC record", ask)
    if found.policy not in dmarc.POLICIES:
        ask = f"Please mend the DMARC record at _dmarc.{found.at}: it needs p=none, p=quarantine or p=reject."
        return ArrivalFinding(DMARC, "problem", f"the record at _dmarc.{found.at} names no policy", ask)
    what = "quarantined" if found.policy == "quarantine" else "refused"
    means = "" if found.policy == "none" else f"; what nothing vouches for is {what}"
    return ArrivalFinding(DMARC, "fine", f"p={found.policy}, by the record of {found.at}{means}")


@_asked(DKIM)
def signature(names: NameServers, sending: Sending) -> ArrivalFinding:
    """Whether the public key letters are signed with is published."""
    key, provider = sending.key, sending.provider
    if key is not None:
        if dkim_record.is_published(names, key):
            return ArrivalFinding(DKIM, "fine", f"letters are signed here; the key stands at {key.name}")
        words = f"letters are signed here, and the key is not, or not right, at {key.name}"
        return ArrivalFinding(DKIM, "problem", words, dkim_record.asked_for(key))
    if provider is None:
        if sending.is_own_relay:
            words = f"nothing is known to sign for {sending.domain}; they can be signed here: `sector-launch arriving key`"
            return ArrivalFinding(DKIM, "warning", words)
        return ArrivalFinding(
            DKIM, "fine", f"{sending.host} is to sign; the test letter shows whether it does"
        )
    if provider.selectors and not any(
        names.texts(f"{one}._domainkey.{sending.domain}") for one in provider.selectors
    ):
        ask = (
            f"Please switch on DKIM signing for {sending.domain} at {provider.name}: {provider.signing}. "
            "It shows the records to publish."
        )
        return ArrivalFinding(DKIM, "warning", f"{provider.name} has no key for {sending.domain} yet", ask)
    return ArrivalFinding(DKIM, "fine", f"{provider.name} signs; the test letter shows whether it does")


@_asked(PTR)
def relay_name(names: NameServers, sending: Sending) -> ArrivalFinding:
    """Whether the address of a relay of one's own has a name that leads back to it."""
    if not sending.is_own_relay:
        return ArrivalFinding(PTR, "fine", f"{_server(sending)} names its own servers")
    places = [sending.client] if sending.client else list(names.addresses_of(sending.host))
    outside = [place for place in places if ip_address(place).is_global or place == sending.client]
    if not outside:
        words = (
            f"{sending.host} stands inside; which address the world sees, a test letter that was read shows"
        )
        return ArrivalFinding(PTR, "warning", words)
    for place in outside:
        called = names.names_of(place)
        ask = (
            f"Please have the provider of {place} give it a name (PTR), such as {sending.host}, and have that name lead "
            f"to {place}. Gmail and Outlook refuse mail from addresses without one."
        )
        if not called:
            return ArrivalFinding(PTR, "problem", f"{place}, which letters leave from, has no name", ask)
        if not any(place in names.addresses_of(name) for name in called):
            words = f"{place} is called {called[0]}, and that name does not lead back to it"
            return ArrivalFinding(PTR, "problem", words, ask)
    return ArrivalFinding(PTR, "fine", f"{wording.listing(outside)} has a name that leads back to it")


def _wanted_terms(names: NameServers, sending: Sending, found: Spf) -> list[str]:
    """What the record lacks of the server that sends; nothing where that cannot be told."""
    provider = sending.provider
    if provider is not None:
        missing = provider.spf and provider.spf not in found.includes
        return [f"include:{provider.spf}"] if missing else []
    places = [sending.client] if sending.client else list(names.addresses_of(sending.host))
    outside = [place for place in places if ip_address(place).is_global or place == sending.client]
    if found.has_macros or not outside or any(found.allows(place) for place in outside):
        return []
    return [f"ip{ip_address(place).version}:{place}" for place in outside]


def _server(sending: Sending) -> str:
    return sending.provider.name if sending.provider else (sending.client or sending.host)


def _spf_problem(
    domain: str, words: str, record: str, how: str = "", *, state: State = "problem"
) -> ArrivalFinding:
    lead = how or "Please change it to this single record."
    return ArrivalFinding(SPF, state, words, f"The SPF record (TXT) of {domain}: {words}. {lead}\n{record}")
