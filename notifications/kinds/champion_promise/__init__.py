"""Reminds a champion of what they agreed to."""
