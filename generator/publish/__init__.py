"""Publishes output/ to a host: sends what differs, and can take it back."""
