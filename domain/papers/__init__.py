"""Papers made from a tip: notices, summaries, forms in the unit's own templates, the register."""
