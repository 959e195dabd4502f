"""Tells those who were invited that a meeting does not take place; carries the calendar cancellation."""
