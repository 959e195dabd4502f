"""One line in a team's own channel."""
