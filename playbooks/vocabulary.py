"""The names a playbook may use that others own: message kinds and audiences."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Vocabulary:
    """What exists at the moment of loading. The caller knows; this package does not."""

    kinds: frozenset[str]
    """Message kinds, such as `answer-request`."""
    audiences: frozenset[str]
    """Groups of people, such as `support-team`."""
    kinds_with_own_sentence: frozenset[str] = frozenset()
    """Those with room for a sentence by whoever lets them go."""
