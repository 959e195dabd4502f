"""Comes back to someone who has not answered the guiding questions of a gate."""
