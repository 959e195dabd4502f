"""Two entries found to be one person: everything of one moves to the other, and can be moved back."""
