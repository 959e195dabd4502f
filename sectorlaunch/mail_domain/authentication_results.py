"""What a receiver found out about a letter (RFC 8601), in the forms receivers write it in.

The library for it, authres, gives up on Microsoft's form, which leaves out who speaks, and on Yahoo's last semicolon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

LARGEST = 65_536
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"([a-z][a-z0-9-]*)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z]+\.[a-z0-9_-]+|[a-z]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)
_CLIENT = re.compile(r"(?:client-ip=|sender ip is |designates )\[?([0-9a-f.:]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Result:
    """One finding: `method` such as dkim, `result` such as pass, and what it is about by `header.d`, `smtp.mailfrom`."""

    method: str
    result: str
    about: tuple[tuple[str, str], ...] = ()

    def get(self, *names: str) -> str:
        """The first of these that is said, lower case; the domain, where it is an address."""
        said = dict(self.about)
        value = next((said[name] for name in names if said.get(name)), "")
        return value.strip('"<>').lower().rpartition("@")[2]


@dataclass(frozen=True)
class Reception:
    """How a letter was received. `results` is empty where nobody looked, as between two mailboxes of one house."""

    by: str
    """Who speaks, as they call themselves; "" for one who does not say."""
    results: tuple[Result, ...]
    from_domain: str
    client: str = ""
    """The IP address the letter came from, as the receiver saw it; "" where it does not say."""
    stayed_inside: bool = False
    """Whether the receiver says that the letter never left the house."""

    def of(self, method: str) -> tuple[Result, ...]:
        return tuple(one for one in self.results if one.method == method)

    def passed(self, method: str) -> bool:
        return any(one.result == "pass" for one in self.of(method))


def read(content: bytes) -> Reception:
    """Reads the head of a letter as it lies in its mailbox. Takes anything; what is no letter has no results.

    Only the topmost field counts, with those of the same speaker right below it: the others came with the letter.
    """
    return of_letter(message_from_bytes(content[:LARGEST], policy=compat32))


def of_letter(letter: Message) -> Reception:
    fields = [value for name, value in letter.raw_items() if name.lower() == "authentication-results"]
    read_as = [_taken_apart(" ".join(str(value).split())) for value in fields]
    by = read_as[0][0] if read_as else ""
    results: list[Result] = []
    for speaker, found in read_as:
        if speaker != by:
            break
        results += found
    said = " ".join([*map(str, letter.get_all("Received-SPF", [])[:1]), *map(str, fields[:1])])
    client = _CLIENT.search(said)
    return Reception(
        by,
        tuple(results),
        from_domain=_domain_of(str(letter.get("From", ""))),
        client=client[1].rstrip(".:") if client else "",
        stayed_inside="internal" in str(letter.get("X-MS-Exchange-Organization-AuthAs", "")).lower(),
    )


def _taken_apart(field: str) -> tuple[str, list[Result]]:
    """Who speaks, and what they found."""
    plain = field
    while (without := _COMMENT.sub(" ", plain)) != plain:
        plain = without
    parts = [part.strip() for part in plain.split(";")]
    by = ""
    if parts and not _RESULT.match(parts[0]):
        by = parts[0].split()[0].lower() if parts[0] else ""
        parts = parts[1:]
    return by, list(_results(parts))


def _results(parts: list[str]) -> Iterator[Result]:
    for part in parts:
        said = _RESULT.match(part)
        if said is None:
            continue
        about = tuple((name.lower(), value) for name, value in _PROPERTY.findall(part[said.end() :]))
        yield Result(said[1].lower(), said[2].lower(), about)


def _domain_of(line: str) -> str:
    found = re.findall(r"@([A-Za-z0-9.-]+)", line)
    return found[-1].lower().rstrip(".") if found else ""
