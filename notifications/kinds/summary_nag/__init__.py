"""Asks the owner of the executive summary to send it out."""
