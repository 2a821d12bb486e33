"""One row per thing that happened and place, for fast feeds and true figures."""
