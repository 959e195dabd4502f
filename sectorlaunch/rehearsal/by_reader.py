"""A rehearsal as mailboxes: for each person one file, to be read from first to last as that person would."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from sectorlaunch import wording
from sectorlaunch.errors import BadInput
from sectorlaunch.rehearsal.result import MessageOut, Rehearsal


def mailboxes(rehearsal: Rehearsal) -> Mapping[str, str]:
    """What each address got, as one text, by address."""
    by_address = sorted(
        rehearsal.messages, key=lambda message: message.to
    )  # stable: each stays in order of time
    return {
        address: "\n".join(_mailbox(list(messages)))
        for address, messages in groupby(by_address, key=lambda message: message.to)
    }


def write(rehearsal: Rehearsal, folder: Path) -> int:
    """Writes each mailbox to `folder`, made where missing, as a file named by the address; says how many there are.

    Raises BadInput when the folder cannot be written.
    """
    written = mailboxes(rehearsal)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for address, text in written.items():
            (folder / f"{file_name(address)}.txt").write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}.") from error
    return len(written)


def file_name(address: str) -> str:
    """An address as a name of a file on every system."""
    return re.sub(r"[^\w.@+-]", "_", address)


def _mailbox(messages: Sequence[MessageOut]) -> Iterator[str]:
    first, last = messages[0], messages[-1]
    yield f"{first.to_name} <{first.to}>"
    many = f"{len(messages)} messages" if len(messages) > 1 else "1 message"
    yield f"{many}, {wording.day(first.at.date())} to {wording.day(last.at.date())}"
    for message in messages:
        yield ""
        yield "-" * 72
        yield f"{wording.day(message.at.date())}, {message.at:%H:%M} · {message.kind}"
        yield message.subject
        yield ""
        yield message.text.rstrip()
    yield ""
