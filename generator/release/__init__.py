"""content/ → the public: build → look over → ask → send → verify, for commands and the studio."""
