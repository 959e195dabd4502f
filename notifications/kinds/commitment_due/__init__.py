"""A promised next step is due soon."""
