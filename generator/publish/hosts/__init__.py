"""Where a site can go: one file for each protocol, one interface for all."""
