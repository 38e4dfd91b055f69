"""The folder a project lives in: its lists, its corpora and its cache."""
