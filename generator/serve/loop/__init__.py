"""content/ again and again: watched, read, planned and shown."""
