"""Invites the members of an action team to a call; carries the calendar entry."""
