"""What an officer and the unit did in a period."""
