"""Asks keepers of the installation to agree that letters leave another way: whoever asked, by a link sent the old way."""
