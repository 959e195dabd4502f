"""Tells those who were invited that a meeting has a new time or place; carries the calendar update."""
