"""QR posters from issue to retirement, and how they are drawn."""
