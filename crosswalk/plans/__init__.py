"""Plans compared with the requirements they must answer: read, assessed and reported."""
