"""Make a kit for social networks from a post: films, pictures and texts."""
