"""Hands the agenda of the partnership meeting to whoever sets it, three weeks ahead, drafted from the record."""
