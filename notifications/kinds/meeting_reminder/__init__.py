"""A few days before a meeting: a short reminder to those who come."""
