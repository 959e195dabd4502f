"""Asks the lead of a team that has no further call on the calendar to set one."""
