"""Invites those who take part in it to a meeting of the support team or to the health check; carries the calendar entry."""
