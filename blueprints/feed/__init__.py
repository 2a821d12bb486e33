"""What happened in a supervisor's places."""
