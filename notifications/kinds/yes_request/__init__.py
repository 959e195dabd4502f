"""Tells somebody that they may sign in for one partnership, and what for."""
