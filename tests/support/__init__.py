"""What tests and benchmarks share: import it as tests.support."""
