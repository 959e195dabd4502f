"""Hands a task to a named person: call someone who has not answered."""
