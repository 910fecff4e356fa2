"""Photos and clips: the tasks that make them, and the pictures and players that show them."""
