"""Asks whoever signs in to agree to another address, at the old one, and then to confirm it at the new one."""
