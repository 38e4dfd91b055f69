"""Mapping files: what people decided and what the program proposes, as SSSOM tables."""
