"""The tests: each folder mirrors a room of generator/, and sites/ holds tests of whole sites."""
