"""A promised next step is past its day."""
