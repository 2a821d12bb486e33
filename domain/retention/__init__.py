"""How long tips are kept, what is left of them afterwards, and what must not be erased yet."""
