"""On the day to which a team rests: asks its lead whether it goes on, rests on or ends."""
