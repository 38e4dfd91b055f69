"""The folder a project lives in: its registers, corpora and cache."""
