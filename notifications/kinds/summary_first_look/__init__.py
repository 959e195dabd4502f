"""Shows a champion the summary before anybody else gets it, and asks whether it is right."""
