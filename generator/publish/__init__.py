"""output/ in, the same site on a host out: what differs is sent, and can be taken back."""
