"""Comes back to a business leader who was asked to stand for the launch and has not answered."""
