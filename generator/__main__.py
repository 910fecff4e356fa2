"""`python -m generator` is the same as `jarshy`."""

from generator.cli import main

main(prog_name="jarshy")
