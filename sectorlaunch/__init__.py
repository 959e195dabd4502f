"""Sector Launch, the application: read low, do high; the lines are in docs/reference/rooms.md."""

__version__ = "0.1.0"
