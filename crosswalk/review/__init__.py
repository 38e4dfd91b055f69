"""The review desk: a local page on which people decide, one card a candidate."""
