"""Photos: make safe, shrink, store, serve."""
