"""Compare two editions of one document: changes, how much they matter, and what rests on them."""
