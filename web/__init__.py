"""Flask glue that more than one blueprint needs."""
