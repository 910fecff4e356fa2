"""LOOK: nothing private goes out. What is about to be written in, what must not be in it out."""
