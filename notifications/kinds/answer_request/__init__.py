"""Asks someone for their answers to the guiding questions of a gate."""
