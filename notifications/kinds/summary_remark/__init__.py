"""Hands what a champion would change in the summary to whoever writes it, and to whoever releases it."""
