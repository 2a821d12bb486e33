"""One folder per part of the product a person would name; HTTP only."""
