"""Who corrected what, field by field."""
