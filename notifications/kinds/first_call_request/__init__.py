"""Asks the lead of an action team to set the day of its first call."""
