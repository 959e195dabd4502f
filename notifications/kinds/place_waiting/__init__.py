"""Thanks for a no, and says what comes all the same: the summary, and the next date."""
