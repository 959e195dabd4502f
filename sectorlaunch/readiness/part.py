"""One part of an installation, and how it was found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    name: str
    """database, dispatcher, worker, sweeps, prefect, disk, mailboxes."""
    stands: bool
    """Whether it stands still, so that somebody has to look."""
    words: str
    """How it was found, for whoever keeps the installation. Names nobody."""
    age_seconds: float | None = 0.0
    """How old the newest proof of its work is; 0.0 where it was seen working just now, None where there is none."""
    for_conveners: str = ""
    """What follows for those who launch, in a sentence; empty where they would not notice."""
