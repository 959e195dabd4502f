"""Whether letters arrive: what the name servers say of the sender's domain, and what became of the last test letter."""

from sectorlaunch.checks.finding import Finding, Look, Patient
from sectorlaunch.checks.records import looking_into
from sectorlaunch.mail_domain import findings, received_letter
from sectorlaunch.mail_domain.findings import ArrivalFinding
from sectorlaunch.outbox import arrival_tests

NOTHING = Finding("fine", "no channel carries letters yet")
ASK_ANOTHER = "Look whether this machine can ask a name server; SECTOR_LAUNCH_NAME_SERVERS names another, such as one outside."
ELSE = "See the page “Do letters arrive?” under the settings, or `sector-launch arriving look`."


def check(look: findings.Look) -> Look:
    """One of the things the name servers say, as a check of its own."""

    def checked(patient: Patient) -> Finding:
        with looking_into(patient.settings) as session:
            hosts = patient.settings.allowed_channel_hosts
            leaves = arrival_tests.sending(session, hosts) if session is not None else None
        return _as_found(look(patient.names, leaves)) if leaves is not None else NOTHING

    return checked


def test_letter(patient: Patient) -> Finding:
    """The worst of what a receiver said of the last one."""
    with looking_into(patient.settings) as session:
        hosts = patient.settings.allowed_channel_hosts
        leaves = arrival_tests.sending(session, hosts) if session is not None else None
        test = arrival_tests.newest_that_came(session) if session is not None else None
    if leaves is None:
        return NOTHING
    if test is None:
        return Finding("warning", "none was seen to arrive", "Send one: `sector-launch arriving send`.")
    found = received_letter.judge(patient.names, arrival_tests.reception_of(test), leaves)
    states = ("problem", "warning", "fine")
    return _as_found(min(found, key=lambda one: states.index(one.state)))


def _as_found(found: ArrivalFinding) -> Finding:
    if found.words == findings.NO_ANSWER:
        return Finding(found.state, found.words, ASK_ANOTHER)
    remedy = "" if found.state == "fine" else f"Ask for: {found.ask}" if found.ask else ELSE
    return Finding(found.state, found.words, remedy)
