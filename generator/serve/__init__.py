"""The site as its makers see it: there at once, and following every edit."""
