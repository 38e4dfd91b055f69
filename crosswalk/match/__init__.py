"""Two documents into ranked candidates, each with its evidence."""
