"""Places, people, lists and settings."""
