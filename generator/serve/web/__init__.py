"""The preview's web server: pages, events and the deputy's answers."""
