"""Asks which of a few dates suits: for the launch, or for a call of an action team."""
