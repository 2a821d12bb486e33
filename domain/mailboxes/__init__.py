"""Boxes for letters about crime, their openings, and the lines that people can call."""
