"""Asks somebody to do a piece of work of the launch, on the page where it is done."""
