"""Supervisors acknowledge, comment on and send back records."""
