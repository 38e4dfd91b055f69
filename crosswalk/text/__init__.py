"""What a text says, as pure functions on strings."""
