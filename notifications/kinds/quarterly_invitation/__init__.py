"""Invites everyone to the partnership's quarterly meeting; carries the calendar entry."""
