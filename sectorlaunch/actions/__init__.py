"""What people do: rows change and an event is recorded, nothing else. What follows is decided in `engine.consequences`."""
