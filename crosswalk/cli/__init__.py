"""The command line: the verbs, and everything they print."""
