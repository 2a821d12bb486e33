"""Forums where police listen to people, and each opinion raised there."""
