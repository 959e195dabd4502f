"""Tells both of a talk of two its time, with the entry; again when it moves."""
