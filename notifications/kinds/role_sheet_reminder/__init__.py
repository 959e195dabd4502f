"""Asks someone who holds a role to say that they have read the role sheet."""
