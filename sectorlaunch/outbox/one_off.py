"""Messages that answer what somebody has just done, or must be known."""

ONE_OFF = frozenset(
    {
        "sign-in",
        "test-send",
        "gate-opened",
        "phone-task",
        "meeting-moved",
        "meeting-cancelled",
        "team-post",
    }
)
"""Kinds that answer what somebody has just done, or must be known: no series, so nothing to unsubscribe from in the
header. Their foot still says how to stop everything."""
