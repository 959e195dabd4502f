"""Word to the old address and to the new one that somebody signs in with another address now."""
