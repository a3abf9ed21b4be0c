"""The published site, as a good host serves it."""
