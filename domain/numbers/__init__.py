"""What one officer and the whole unit did in a period; nobody is ranked."""
