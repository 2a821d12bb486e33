"""Outreach activities (tuyên truyền): channel, counts, partners."""
