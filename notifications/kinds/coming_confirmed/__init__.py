"""Confirms a yes at once: the entry, the way there, parking, and who else comes."""
