"""Tips: receive, read, answer, close; receipts and messages."""
