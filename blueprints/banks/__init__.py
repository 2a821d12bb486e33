"""The directory of contacts at banks and e-wallets, for staff who read tips."""
