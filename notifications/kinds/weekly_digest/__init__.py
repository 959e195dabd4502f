"""Every Monday, to the convener: where the launch stands, what is missing, what comes."""
