"""The officer's first screen."""
