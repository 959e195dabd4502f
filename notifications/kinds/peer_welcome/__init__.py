"""Welcomes somebody a member of an action team has named, with what that member says to them."""
