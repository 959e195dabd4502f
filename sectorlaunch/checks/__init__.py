"""What `doctor` looks at: numbered checks, each with what was found and, where something is wrong, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sectorlaunch.checks import arriving, at_work, machine, messages, portal, prefect_server, records
from sectorlaunch.checks.finding import Finding, Look, Patient, State
from sectorlaunch.mail_domain import findings
from sectorlaunch.settings import Settings

__all__ = ["CHECKS", "Check", "Finding", "examine"]

CHECKS: tuple[tuple[str, Look], ...] = (
    ("Python", machine.python),
    ("Home folder", machine.home),
    ("Disk", machine.disk),
    ("Clock and time zones", machine.clock),
    ("Database", records.database),
    ("Database, all of it", records.soundness),
    ("Playbooks", records.playbooks),
    ("Hours to come", records.hours),
    ("Portal", portal.port),
    ("Address in links", portal.address),
    ("Prefect server", prefect_server.answers),
    ("Prefect's door", prefect_server.door),
    ("Prefect's deployments", prefect_server.deployments),
    ("Worker", at_work.worker),
    ("Dispatcher", at_work.dispatcher),
    ("Dead man's switch", at_work.dead_mans_switch),
    ("Outbox", messages.outbox),
    ("Channels", messages.ways_out),
    ("Arriving: mail to the domain", arriving.check(findings.mx)),
    ("Arriving: SPF", arriving.check(findings.sender_policy)),
    ("Arriving: DMARC", arriving.check(findings.handling)),
    ("Arriving: signature", arriving.check(findings.signature)),
    ("Arriving: name of the relay", arriving.check(findings.relay_name)),
    ("Arriving: test letter", arriving.test_letter),
    ("Mailboxes that are read", messages.ways_in),
    ("Local mailbox", messages.mailbox),
    ("Fonts for names", records.fonts),
)


@dataclass(frozen=True)
class Check:
    number: int
    title: str
    state: State
    finding: str
    remedy: str


def examine(settings: Settings, now: datetime) -> list[Check]:
    """Every check, in order. A check that breaks is itself a problem; the others go on."""
    patient = Patient(settings, now)
    return [
        Check(number, title, found.state, found.finding, found.remedy)
        for number, (title, found) in enumerate(_looked_at(patient), start=1)
    ]


def _looked_at(patient: Patient) -> Iterator[tuple[str, Finding]]:
    for title, look in CHECKS:
        try:
            yield title, look(patient)
        except Exception as error:
            words = str(error).splitlines()[0] if str(error) else type(error).__name__
            yield title, Finding("problem", words, "Mend this first; it also hides what the check looks for.")
