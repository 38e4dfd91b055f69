"""Word lists, patterns, vocabularies and fitted weights, each once."""
