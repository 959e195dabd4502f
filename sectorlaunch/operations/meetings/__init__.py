"""Meetings and date polls: planned, moved, answered, held."""
