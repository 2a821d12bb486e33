"""The demo district: believable, deterministic, plainly marked as an example."""
