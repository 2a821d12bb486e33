"""Photos, served after a check."""
