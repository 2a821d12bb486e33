"""Dated lists with their sources, and the settings of a deployment."""
