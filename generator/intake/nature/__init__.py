"""What a file really holds, whatever its name says: settings, a chat, a camera's notes."""
