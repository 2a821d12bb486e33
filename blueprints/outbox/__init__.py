"""What waits in a phone to be sent."""
