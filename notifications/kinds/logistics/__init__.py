"""A week before: what those who come need to know."""
