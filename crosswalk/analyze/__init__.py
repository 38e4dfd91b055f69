"""What follows from corpora and mappings."""
