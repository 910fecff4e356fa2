"""What a second pair of eyes would tell an aide: one file a family of rules."""
