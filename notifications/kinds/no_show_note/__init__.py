"""To someone who had accepted and was not at the launch: what happened, and the way back in."""
