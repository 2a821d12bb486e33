"""Who did or saw what: append only, chained, written with the act itself."""
