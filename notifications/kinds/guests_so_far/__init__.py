"""Halfway to the meeting: who comes so far, so that those who said yes hear from us in between."""
