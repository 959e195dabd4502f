"""On the day of the launch: thanks, when the notes come, and one small request."""
