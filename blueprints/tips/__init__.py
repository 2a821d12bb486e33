"""Tips as the receiving unit works on them."""
