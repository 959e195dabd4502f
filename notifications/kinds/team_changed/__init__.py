"""Tells the members of an action team that it rests, goes into another or ends, and thanks them."""
