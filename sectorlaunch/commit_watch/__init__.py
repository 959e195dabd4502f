"""Notices that something was committed to our tables."""
