"""What works without a network: the worker, the pages that a phone keeps, the way to install."""
