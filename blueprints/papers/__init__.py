"""Papers of tips: issuing, taking along, the unit's own forms, the register."""
