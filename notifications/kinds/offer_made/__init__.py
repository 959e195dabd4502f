"""Tells the lead of an action team what a partner offers."""
