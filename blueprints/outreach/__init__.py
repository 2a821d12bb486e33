"""Outreach activities."""
