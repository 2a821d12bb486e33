"""Who is on duty at a unit, from when to when, and on which phone."""
