"""Boxes for letters, their openings, and duty lines."""
