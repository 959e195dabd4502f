"""How long a server asks to be left in peace: seconds or a date (RFC 9110, 10.2.3)."""

import time
from email.utils import parsedate_to_datetime

LONGEST_SECONDS = 3600.0
"""No server is believed for longer: it is asked again then."""


def seconds_of(stated: str, otherwise: float) -> float:
    """What `Retry-After` says, at least a second and at most an hour; `otherwise` where it says nothing that can be read."""
    words = stated.strip()
    try:
        found = float(words) if words.isdecimal() else parsedate_to_datetime(words).timestamp() - time.time()
    except (ValueError, TypeError):
        return otherwise
    return min(max(found, 1.0), LONGEST_SECONDS)
