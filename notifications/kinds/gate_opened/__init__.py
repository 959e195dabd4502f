"""Tells the convener that a gate has opened and what happens next."""
