"""The doors to libraries that read photos and clips, and arithmetic on colours."""
