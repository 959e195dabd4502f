"""Whose fault it is that a letter was refused: by the words of the mail server first, then by its code (RFC 3463)."""

import re
from enum import StrEnum


class Fault(StrEnum):
    """What has to change before a letter can arrive."""

    ADDRESS = "address"
    """The mailbox or its domain is not there: no letter to it can ever arrive, whatever is in it."""
    MAILBOX = "mailbox"
    """It is there, and takes nothing now: full, switched off, out of reach."""
    SENDER = "sender"
    """Who sends, or what is sent, is refused: policy, proof of the sender, a blocklist, relaying, a quota, spam, size."""
    UNKNOWN = "unknown"


STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
"""An enhanced status code among words; no number of a host and no version."""

_ADDRESS_CODE = re.compile(r"5\.(1\.(?!7$|8$)\d+|2\.1|4\.(4|310))")
_SENDER_CODE = re.compile(r"5\.(1\.[78]|2\.3|3\.4|6\.\d+|7\.(?!13$|17$)\d+)")
_MAILBOX_CODE = re.compile(r"5\.(2\.[24]|7\.1[37]|4\.(7|312))")

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_ADDRESS_IN_WORDS = re.compile(r"[^\s<>\[\]\"'(),;:]+@[^\s<>\[\]\"'(),;:]+")
_HOST_SAYS = re.compile(r"\bhost \S+(\[[^\]]*\])? said:", re.IGNORECASE)


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_NOBODY = (
    r"(?:user|recipient|mailbox|mail box|account|address(?:ee)?|alias|userid|customer|domain|destinataire)"
)
_GONE = (
    r"(?:unknown|not found|(?:could|can)(?:n['’]t| ?not) be found|not exist|no longer (?:exist|on)|not listed|inconnu|"
    r"invalid|nonexistent|not known|not valid|not a valid)"
)

_ADDRESS_WORDS = _any_of(
    rf"\b{_NOBODY}\b(?!\w* (?:validation|verification))[^.;\n]{{0,40}}?\b{_GONE}",
    rf"\b(?:unknown|no such|nonexistent|unrouteable|(?:invalid|illegal|bad|unknown or illegal)(?: (?:final )?(?:delivery|destination|mailbox))?)"
    rf" (?:local )?(?:{_NOBODY}|destination|host)",
    r"no mailbox here by that name",
    r"mailbox unavailable",
    r"recip(?:ient)?notfound",
    r"(?:user|recipient|account).{0,60}(?:does(?:n['’]t| not) have an? |not listed in)",
    r"not our (?:user|customer)|(?:mailbox|recipient|user) has moved|no longer on server",
    r"(?:inactive|malformed) (?:e-?mail )?address",
    r"(?<!sender )\baddress rejected(?! ?:)",
    r"host (?:\S+ |or domain name )?(?:not found|unknown)(?!,? (?:try|temporar))|unknown host|no such domain",
    r"nxdomain|domain (?:name )?not found|domain is not reachable|illegal host/domain",
    r"(?:could|can)(?:n['’]t| ?not) find any host|find a mail exchanger",
    r"no mx (?:record )?found|does(?:n['’]t| not) (?:accept|receive) e?-?mail|null mx|no smtp service",
    r"system not accepting network messages",
    r"\b5\.4\.1\b.{0,120}recipient address(?:es)? rejected: access denied",
)
"""Of the mailbox or its domain, whichever server says it."""

_FULL_WORDS = _any_of(
    r"(?:mailbox|inbox|mail ?folder|account)\b.{0,40}\b(?:full|exceeds allowed size|local limit)",
    r"over ?quota|quota (?:has been |is )?exceeded|exceed\w*.{0,40}\b(?:quota|storage|space)\b(?!.{0,20}send)",
    r"(?:insufficient|not enough|out of).{0,20}(?:storage|space|disk)",
    r"receiving mail at a rate",
)

_OUR_QUOTA = _any_of(
    r"\b(?:sending|sender|outgoing|outbound|relay|daily|hourly|message)\b.{0,20}\b(?:quota|limit)"
)

_MAILBOX_WORDS = _any_of(
    r"(?:account|mailbox|user|recipient|address)\b.{0,60}\b(?:disabled|locked|suspended|frozen|inactive|blocked|bloque|discontinued)",
    r"disabled (?:recipient|user|account)",
    r"recipient preferences|refused by (?:the )?(?:recipient|user)|badrcptto|malformed or unexpected name server",
    r"temporar(?:y|ily)|try (?:again|later)|please try|timed? ?out|connection refused|lookup failure",
    r"too long in (?:the )?queue|in the queue too long|retry",
)

_SENDER_WORDS = _any_of(
    r"\b(?:spf|dkim|dmarc|dnsbl|rbls?|spamhaus|spamcop|sorbs|senderbase|cloudmark)\b",
    r"black-? ?list|block-? ?list|blocked using|denylist|deny list|badmailfrom",
    r"reputation|banned|reverse[ -]dns|\bptr\b|\brdns\b|name lookup failed|invalid domain name",
    r"relay(?:ing)?\b.{0,20}\b(?:denied|prohibited|not permitted|not allowed)|(?:not|no) (?:\w+ to )?relay|mail relay|open relay",
    r"unauthenticated|authentication (?:checks|information|failed)|not authenticated|does not pass|"
    r"(?:turn on|requires?) (?:smtp )?authentication",
    r"\bsender\b.{0,40}\b(?:reject|denied|refused|not allowed|invalid|blocked|verif|unverif|unknown|not accepted)|unroutable sender",
    r"(?:domain of )sender|from: domain is invalid|mail from\b.{0,80}\b(?:reject|blocked|denied|listed)|responsible address",
    r"not allowed to send|cannot send|please use the smtp server|address is not verified|send mail as",
    r"polic(?:y|ies)\b(?!.{0,20}recipient)|violation|(?:spam|junk|virus|malware|unsolicited|suspicious|phishing|illegal attachment)",
    r"(?:message|mail|content|e-?mail)\b.{0,30}\b(?:blocked|not accepted|content rejected|flagged|redundant)",
    r"mismatches client|mail rejet|client host rejected|(?:host|ip|network|server)\b.{0,60}\b(?:blocked|not allowed|not permitted|bloquee|black)|no access from",
    r"messages? from \[?[\d.]+|invalid ip\b|ip=\[?[\d.]+\]?",
    r"(?:rate|sending|message|daily|hourly|recipient)s?[ -](?:rate )?(?:limit|quota)|too many (?:messages|connections|mails|e-?mails|recipients|sessions)",
    r"\brelay quota|frequency limited|line limit|rate[ -]?limited|throttl|unexpected volume|quota for (?:sending|outgoing)|(?:messages|mails|e-?mails|recipients) (?:per|an|a) (?:minute|hour|day)",
    r"(?:message|mail|content|header|letter|attachment)s?\b.{0,30}\b(?:too (?:large|big)|size exceeds|length exceeds|exceeds)",
    r"exceed\w*.{0,40}\b(?:message|mail|content|maximum|max|fixed|administrative)\b.{0,20}\b(?:size|length|limit)",
    r"(?:maximum|max) (?:message |allowed )?size|(?:message|size) limit|header error|headers too|8-bit data|duplicate header|media error",
)

_REFUSED_SENDER = _any_of(
    r"(?:in reply to|after|\[)\s*mail[ _]from",
    r"(?:after|during|in reply to) (?:initial connection|ehlo|helo)\b.{0,200}\b5\d\d\b",
)
"""The server said no before it had heard for whom the letter is."""
_REFUSED_LETTER = _any_of(
    r"end of (?:\w+ )?data|in reply to data|\(data\)|\[data\]|>>> data|(?:text|smtp) command:?\s+data|for text command|final data"
)
"""The server had taken the address, and said no to what was in the letter."""

_SAID_OF_THE_ACCOUNT = _any_of(
    r"does(?:n['’]t| not) have an? .{1,40}account", r"account that you tried to reach does not exist"
)
"""Said at whatever stage, it is about the mailbox."""

_SENDER_LINKS = _any_of(
    r"spamhaus|dnsbl|\brbl\b|blocklist|blacklist|barracudacentral|delist|/#?authfailure|senders\."
)


def fault_of(status: str, words: str) -> Fault:
    """Whose fault a permanent refusal is.

    `status` is an RFC 3463 code or "", `words` what the server said, in any length up to a few thousand characters.
    Where a specific code and the words contradict each other nobody is blamed.
    """
    plain = _HOST_SAYS.sub(" ", _ADDRESS_IN_WORDS.sub(" ", _LINK.sub(" ", words)))
    by_words, by_code = _by_words(plain), _by_code(status)
    if by_words in (Fault.ADDRESS, Fault.UNKNOWN) and _REFUSED_SENDER.search(plain):
        return Fault.SENDER
    if by_words is Fault.UNKNOWN and by_code in (Fault.UNKNOWN, Fault.ADDRESS) and _points_at_a_list(words):
        return Fault.SENDER
    if by_words is Fault.ADDRESS and by_code in (Fault.SENDER, Fault.MAILBOX):
        return Fault.UNKNOWN
    if by_words is Fault.ADDRESS and by_code is Fault.UNKNOWN and _refused_the_letter(plain):
        return Fault.UNKNOWN
    return by_code if by_words is Fault.UNKNOWN else by_words


def _by_words(plain: str) -> Fault:
    for pattern, fault in (
        (_OUR_QUOTA, Fault.SENDER),
        (_FULL_WORDS, Fault.MAILBOX),
        (_SENDER_WORDS, Fault.SENDER),
        (_ADDRESS_WORDS, Fault.ADDRESS),
        (_MAILBOX_WORDS, Fault.MAILBOX),
    ):
        if pattern.search(plain):
            return fault
    return Fault.UNKNOWN


def _by_code(status: str) -> Fault:
    for pattern, fault in (
        (_ADDRESS_CODE, Fault.ADDRESS),
        (_SENDER_CODE, Fault.SENDER),
        (_MAILBOX_CODE, Fault.MAILBOX),
    ):
        if pattern.fullmatch(status):
            return fault
    return Fault.UNKNOWN


def _refused_the_letter(plain: str) -> bool:
    return _REFUSED_LETTER.search(plain) is not None and _SAID_OF_THE_ACCOUNT.search(plain) is None


def _points_at_a_list(words: str) -> bool:
    """Some say nothing but where their blocklist is explained."""
    return any(_SENDER_LINKS.search(link) for link in _LINK.findall(words))
