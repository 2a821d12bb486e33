"""Telling officers that something waits, in words that give nothing of it away."""
