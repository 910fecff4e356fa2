"""A region: many builds, one for each deputy, and one more for the region itself."""
