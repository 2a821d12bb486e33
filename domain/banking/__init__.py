"""Whom to call at a bank while money can still be stopped, and what came of each call."""
