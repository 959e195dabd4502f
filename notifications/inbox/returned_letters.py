"""Letters that came back with a notice in words only, as older and odder mail servers write it.

Our own reading comes first. What it does not know, the detectors of flufl.bounce may: they recognize, and they say
whose letter it was. Nothing is concluded from them but that, since they call most passing trouble lasting.
"""

import re
from collections.abc import Sequence
from email.message import Message
from email.utils import getaddresses

from flufl.bounce import all_failures

from notifications.inbox.automatic_answers import Automatic, automatic, speaks_of_being_away
from notifications.inbox.delivery_reports import (
    MOST_RECIPIENTS,
    DeliveryReport,
    RecipientStatus,
    originals,
    parts_of,
    returned_marks,
)
from notifications.inbox.headers import raw_lines, text_of
from notifications.inbox.words_of_mail import notice, plain_text, said_of, stage_in
from notifications.refusals import STATUS, Fault, fault_of

_DAEMON = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|post_?master|mdaemon|daemon|mailadmin|bounces?|mailer|.*daemon)$",
    re.IGNORECASE,
)
_SURELY_DAEMON = re.compile(r"^mailer-?daemon(?:@|$)", re.IGNORECASE)
"""Nobody of that name writes about anything else."""
_SURELY_A_SERVER = re.compile(r"\b[45]\.\d{1,3}\.\d|\b[45]\d\d\b|quota|\bfull\b", re.IGNORECASE)
"""People are "temporarily away" as well."""
_DAEMON_NAME = re.compile(
    r"mail delivery (?:sub)?system|mail ?er-daemon|system administrator|mail administrator|postmaster",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\W*(?:(?:there was an )?error|mail failure|undeliver|delivery (?:status|failure|failed|notification|has failed|report|problem|unsuccessful)|failure notice|"
    r"returned mail|mail (?:delivery|system) (?:failed|failure|error|problem)|(?:mail|message|warning:?) .*(?:could not be|not) "
    r"(?:be )?(?:delivered|sent)|mail delivery|undeliverable|non.?(?:delivery|remis)|unzustellbar|no se (?:ha )?p(?:uede|udo) entregar|"
    r"failed mail|bounced? mail|error (?:sending|delivering)|message (?:status|undeliverable|delivery)|user unknown|"
    r"rejected|mail could not|échec|fehler bei der|nicht zustellbar|impossible de remettre|delivery error|mail returned|"
    r"your (?:message|mail) .*(?:undeliver|fail|reject|could not)|unzustellbare|dsn:|nondeliverable|ndr:|fail(?:ed|ure)\b)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\w.+'-])([\w.+'=-]{1,64}@[\w-]+(?:\.[\w-]+)+)")
_LIST_BEGINS = re.compile(
    r"(?:following|these) (?:recipient|address|user)s?(?:\(s\)|\(es\))?|(?:not|unable to) deliver(?:ed)? (?:\w+ ){0,3}to",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"will (?:be re(?:tried|attempted)|retry|(?:continue|keep) (?:to )?try)|message will be retried|has(?: been| not yet been) delay|"
    r"delayed|still (?:undelivered|being attempted)|attempts will continue|not (?:yet )?been delivered|this is a warning message only|"
    r"warning: (?:could not send|message)|do not need to resend",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"giving up|given up|permanent|will be deleted|returned to sender|could not be delivered for|undeliverable",
    re.IGNORECASE,
)
_BROKEN = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
    RecursionError,
)
"""What the detectors raise for a mail that is put together badly."""


def is_from_mail_system(message: Message) -> bool:
    """Whether a mail server says itself to have written it, and no person: by sender, return path, form or subject."""
    if message.get_param("report-type") == "disposition-notification":
        return False
    if message.get("X-Failed-Recipients") or message.get_content_type() == "multipart/report":
        return True
    if automatic(message) is Automatic.AWAY:
        return False
    if any(line.strip() in ("<>", "< >") for line in raw_lines(message, "Return-Path")):
        return True
    for name, address in getaddresses(raw_lines(message, "From", "Sender", "X-Envelope-From")):
        if _DAEMON.match(address.partition("@")[0]) or _DAEMON_NAME.search(name):
            return True
    return _SUBJECT.match(text_of(message, "Subject")) is not None


def returned_letter(message: Message) -> DeliveryReport | None:
    """What a notice in words says, of a mail that `is_from_mail_system`; None where it is no notice of that kind.

    Where it names nobody, the one recipient is "": it is for the return path to say whose letter it was.
    """
    if not is_from_mail_system(message):
        return None
    said = notice(plain_text(message))
    if speaks_of_being_away(said) and not _is_surely_daemon(message):
        return None
    parts = list(parts_of(message))
    later, never = _detected(message)
    addresses = _stated(message, said, parts) or sorted(later | never)
    if not later | never and not _speaks_of_failure(message, said):
        return None
    is_delayed = _DELAYED.search(said) is not None and _FAILED.search(said) is None
    action = "delayed" if is_delayed else "failed"
    recipients = [
        _status(address, addresses, said, action) for address in addresses[:MOST_RECIPIENTS] or [""]
    ]
    return DeliveryReport(tuple(recipients), *returned_marks(message, parts))


def _status(address: str, named: Sequence[str], said: str, action: str) -> RecipientStatus:
    words, status, fault = "", "", Fault.UNKNOWN
    for words in said_of(address, named, said):
        code = STATUS.search(words)
        status = ".".join(code.groups()) if code else ""
        fault = fault_of(status, f"{words} {stage_in(words) or (stage_in(said) if len(named) < 2 else '')}")
        if fault is not Fault.UNKNOWN:
            break
    return RecipientStatus(address, "", action, status, words, fault, is_guess=fault is Fault.UNKNOWN)


def _stated(message: Message, said: str, parts: list[Message]) -> list[str]:
    """Whom the notice names: in a field, else in its words, the sender and the server's own addresses left out."""
    fields = [
        address.lower()
        for _, address in getaddresses(raw_lines(message, "X-Failed-Recipients"))
        if "@" in address
    ]
    if fields:
        return list(dict.fromkeys(fields))
    returned = originals(parts)
    asked = {
        address.lower()
        for letter in returned
        for _, address in getaddresses(raw_lines(letter, "To", "X-Original-To", "Delivered-To"))
    }
    ours = {
        address.lower() for _, address in getaddresses(raw_lines(message, "To", "From", "Sender", "Reply-To"))
    }
    begins = _LIST_BEGINS.search(said)
    named = _ADDRESS.findall(said[begins.end() :]) if begins else []
    named = [found.lower().rstrip(".") for found in named or _ADDRESS.findall(said)]
    others = [address for address in dict.fromkeys(named) if address not in ours]
    others = [address for address in others if not _is_daemon(address)] or others
    return sorted(others, key=lambda address: address not in asked) if begins else _only(asked, others)


def _only(asked: set[str], named: list[str]) -> list[str]:
    return [address for address in named if address in asked] or named


def _is_daemon(address: str) -> bool:
    return _DAEMON.match(address.partition("@")[0]) is not None


def _detected(message: Message) -> tuple[set[str], set[str]]:
    """What the library's detectors find: addresses whose letter comes later, and never."""
    try:
        later, never = all_failures(message)
    except _BROKEN:
        return set(), set()
    return _as_text(later), _as_text(never)


def _as_text(found: frozenset[bytes]) -> set[str]:
    return {address.decode("utf-8", "replace").strip("<>").lower()[:254] for address in found}


def _speaks_of_failure(message: Message, said: str) -> bool:
    if (
        _DELAYED.search(said)
        or message.get("X-Failed-Recipients")
        or _SUBJECT.match(text_of(message, "Subject"))
    ):
        return True
    if _is_surely_daemon(message):
        return True
    fault = fault_of("", said)
    return fault in (Fault.ADDRESS, Fault.SENDER) or (
        fault is Fault.MAILBOX and _SURELY_A_SERVER.search(said) is not None
    )


def _is_surely_daemon(message: Message) -> bool:
    return any(_SURELY_DAEMON.match(address) for _, address in getaddresses(raw_lines(message, "From")))
