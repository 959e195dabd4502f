"""A rehearsal as one page to send around."""

from sectorlaunch.rehearsal.result import Rehearsal


def as_page(rehearsal: Rehearsal) -> str:
    raise NotImplementedError(rehearsal)
