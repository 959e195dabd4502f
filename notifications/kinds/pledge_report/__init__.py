"""Each quarter: asks an organization how what it promised a team stands."""
