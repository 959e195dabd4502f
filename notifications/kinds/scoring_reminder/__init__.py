"""Reminds a member of the team who has not scored the sectors yet."""
