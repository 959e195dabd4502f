"""Tells those who have a meeting on their calendar that it keeps its hour although the clocks change otherwise."""
