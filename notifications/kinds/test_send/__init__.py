"""Proves that a channel works before anything real leaves by it."""
