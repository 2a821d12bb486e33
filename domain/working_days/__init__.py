"""Which days are worked, and where a limit of law ends."""
