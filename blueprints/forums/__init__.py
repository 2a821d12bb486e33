"""Forums and the opinions raised there."""
