"""Asks a guest to keep the day free; the letter follows."""
