"""Asks somebody how things stand, in a few statements; again, while they are silent."""
