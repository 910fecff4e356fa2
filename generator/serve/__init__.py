"""The preview: the site shown at once, following every edit."""
