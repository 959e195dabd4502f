"""To a champion who has signed: the letter has left, a copy of it, and a calendar entry of their own."""
