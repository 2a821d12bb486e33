"""Everything people reach without signing in."""
