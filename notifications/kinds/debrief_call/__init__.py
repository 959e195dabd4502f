"""Calls the partners who are not from industry together, a day or two after the launch."""
