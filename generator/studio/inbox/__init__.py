"""Files from a phone: received piece by piece, kept outside content/ until each is whole."""
