"""What an editor would tell an aide before publishing: one module per family of rules."""
