"""Asks for the day of the next partnership meeting, where nobody has thought of it."""
