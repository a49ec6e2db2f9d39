"""A venue that runs (19, 20), from the specifications alone, with plain integers."""
