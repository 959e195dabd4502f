"""Tells somebody that they are off an action team, and takes its calls out of their calendar."""
