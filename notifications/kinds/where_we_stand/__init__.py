"""Tells the team behind the launch its day, once it is settled."""
