"""Keys and sealing: everything that is encrypted or keyed passes through here."""
