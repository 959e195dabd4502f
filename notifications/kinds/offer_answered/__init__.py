"""Tells whoever offered something to an action team what became of it."""
