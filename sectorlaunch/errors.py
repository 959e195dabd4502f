"""What can go wrong, one class a situation. The message says what to do next; it is shown as it is."""

from typing import Any


class SectorLaunchError(Exception):
    """The root. Takes one sentence; what personal pages say names its parts, `%(name)s`, so that it can be said in another
    language. Survives pickling."""

    def __init__(self, sentence: str, **parts: Any) -> None:
        self.sentence = sentence
        self.parts = parts
        self.message = sentence % parts if parts else sentence
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.sentence, self.parts)


def _again(kind: type[SectorLaunchError], sentence: str, parts: dict[str, Any]) -> SectorLaunchError:
    return kind(sentence, **parts)


class NotFound(SectorLaunchError):
    """Nothing has that name."""


class NotAllowed(SectorLaunchError):
    """The state of things forbids it, or the person may not."""


class NotYet(SectorLaunchError):
    """A message must not leave yet; it is asked about again after a while."""


class BadInput(SectorLaunchError):
    """What was given cannot be used; nothing was changed."""


class EndlessConsequences(SectorLaunchError):
    """What follows from a deed causes the next, and so on; the message names the events."""


class ConsequencesMissing(SectorLaunchError):
    """Something happened to a launch in a process that never loaded what follows from it."""


class ChannelNotReady(SectorLaunchError):
    """A channel cannot go live, or cannot be reached."""


class BrokenReferences(SectorLaunchError):
    """Rows of the database refer to others that are not there."""
