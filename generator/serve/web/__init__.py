"""What browsers are given: pages, events, questions and answers."""
