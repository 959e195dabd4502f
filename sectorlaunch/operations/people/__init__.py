"""People: who is on record, in which role, how they are reached and what they wish."""
