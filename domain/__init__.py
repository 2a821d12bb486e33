"""What commune police do, in Python and SQLAlchemy; no web framework below this folder."""
