"""The preview's loop: read, plan and show what was touched."""
