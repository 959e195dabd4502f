"""What the name servers say of a mail domain, and what a receiver said of a letter from it: whether letters arrive."""
