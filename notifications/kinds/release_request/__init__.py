"""Asks whoever may let a letter go to look at it and release it."""
