"""Signing in and out, the PIN, enrolling a phone."""
