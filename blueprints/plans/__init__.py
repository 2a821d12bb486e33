"""What is going to be held."""
