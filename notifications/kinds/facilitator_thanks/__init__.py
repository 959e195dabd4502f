"""Thanks the facilitator after the launch, and says what came of it."""
