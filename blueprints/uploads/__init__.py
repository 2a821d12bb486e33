"""Photos that travel by themselves, bit by bit."""
