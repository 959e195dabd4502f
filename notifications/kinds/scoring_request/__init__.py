"""Asks a member of the team to score a few sectors by themselves."""
