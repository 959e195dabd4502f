"""The short week for a champion who asked for it."""
