"""Reads of the tables and nothing else: who, what, when, as it is on record."""
