"""Forums and outreach that are going to be held."""
