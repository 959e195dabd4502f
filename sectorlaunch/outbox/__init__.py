"""Messages: written once, judged, delivered."""
