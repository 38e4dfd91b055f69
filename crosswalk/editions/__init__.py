"""Compare two editions of one document: changes, how much they matter, and which rows they affect."""
