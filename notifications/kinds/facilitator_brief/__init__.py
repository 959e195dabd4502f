"""Tells the facilitator who comes, who does what, and how the meeting runs."""
