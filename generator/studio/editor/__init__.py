"""The editor: a post's texts, facts, photos and clips, read from its files and kept in them."""
