"""What a test letter to oneself shows, as a receiver found it."""

from sectorlaunch.mail_domain import dmarc
from sectorlaunch.mail_domain.authentication_results import Reception, Result
from sectorlaunch.mail_domain.findings import ArrivalFinding, Sending
from sectorlaunch.mail_domain.names import NameServers, NoAnswer

ABOUT = "Test letter"
_WORDS = {
    "none": "none was there",
    "neutral": "the domain says nothing of it",
    "softfail": "the server is not among those of the domain (softfail)",
    "fail": "it failed",
    "temperror": "the name servers did not answer the receiver",
    "permerror": "the record is broken",
    "policy": "the receiver does not accept it",
}


def judge(names: NameServers, reception: Reception, sending: Sending) -> list[ArrivalFinding]:
    """Each thing the receiver looked at, and what to ask for. One that looked at nothing is one finding, too."""
    if not reception.results:
        if reception.stayed_inside:
            words = (
                "the letter never left your own mail system, which does not examine its own. Send one to a mailbox "
                "elsewhere, and paste its source below"
            )
        else:
            words = (
                "the receiver does not say what it found. Send one to a mailbox at Gmail, Outlook or Yahoo"
            )
        return [ArrivalFinding(ABOUT, "warning", words)]
    return [_spf(reception, sending), _dkim(names, reception, sending), _dmarc(reception, sending)]


def _spf(reception: Reception, sending: Sending) -> ArrivalFinding:
    found = reception.of("spf")
    if reception.passed("spf"):
        return ArrivalFinding("SPF, as received", "fine", "it passed")
    where = reception.client or sending.host
    ask = (
        f"A receiver found that SPF does not vouch for our letters: {_said(found)}. Please add the server they leave by, "
        f"{where}, to the SPF record of {sending.domain}."
    )
    return ArrivalFinding("SPF, as received", "problem", _said(found), ask)


def _dkim(names: NameServers, reception: Reception, sending: Sending) -> ArrivalFinding:
    about = "DKIM, as received"
    passed = [one for one in reception.of("dkim") if one.result == "pass"]
    domains = sorted({one.get("header.d", "header.i") for one in passed} - {""})
    ours = [name for name in domains if _vouches(names, name, sending.domain)]
    if ours:
        return ArrivalFinding(about, "fine", f"signed by {ours[0]}")
    where = sending.provider.signing if sending.provider else f"at {sending.host}"
    ask = f"Please have letters from {sending.domain} signed with a key of that domain (DKIM): {where}."
    if domains:
        words = f"signed by {domains[0]}, which does not vouch for {sending.domain}"
        return ArrivalFinding(about, "warning", words, ask)
    found = reception.of("dkim")
    is_broken = any(one.result in ("fail", "permerror") for one in found)
    unsigned = not found or found[0].result == "none"
    words = "the letter was not signed" if unsigned else f"a signature was there: {_said(found)}"
    return ArrivalFinding(about, "problem" if is_broken else "warning", words, ask)


def _dmarc(reception: Reception, sending: Sending) -> ArrivalFinding:
    about = "DMARC, as received"
    if reception.passed("dmarc") or any(one.result == "bestguesspass" for one in reception.of("dmarc")):
        return ArrivalFinding(about, "fine", f"the receiver takes it for a letter of {sending.domain}")
    found = reception.of("dmarc")
    ask = (
        f"A receiver could not tell that our letters are from {sending.domain} ({_said(found)}). Either SPF or DKIM has to "
        f"pass in the name of {sending.domain}; see what is said of both."
    )
    return ArrivalFinding(
        about, "problem" if found and found[0].result == "fail" else "warning", _said(found), ask
    )


def _said(results: tuple[Result, ...]) -> str:
    if not results:
        return "the receiver says nothing of it"
    return _WORDS.get(results[0].result, f"the receiver says {results[0].result}")


def _vouches(names: NameServers, name: str, domain: str) -> bool:
    """Whether a signature of one domain is aligned with the other; as far as the names show it, where nobody answers."""
    try:
        strict = "dkim" in dmarc.read(names, domain).strict
        return dmarc.are_aligned(names, name, domain, strict=strict)
    except NoAnswer:
        return name == domain or name.endswith(f".{domain}") or domain.endswith(f".{name}")
