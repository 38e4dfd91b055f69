"""Plans laid beside the requirements they must answer: read, assessed, reported."""
