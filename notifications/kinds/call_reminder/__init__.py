"""A day before a call of an action team: a reminder, with the reader's own open next steps."""
