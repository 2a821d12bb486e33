"""Official papers made from plain values."""
