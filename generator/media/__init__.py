"""The doors to libraries that read photos and clips, and what is known of colour."""
