"""Windows' Python under Wine: the kit that brings it, and the tests that run with it."""
