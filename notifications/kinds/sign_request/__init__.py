"""Asks a champion to sign the invitation letter."""
