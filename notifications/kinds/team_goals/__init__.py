"""Every two months: asks the lead champion of an action team how its goals stand."""
