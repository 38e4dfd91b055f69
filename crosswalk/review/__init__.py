"""The review desk: a local web page on which people decide the rows of a side-by-side."""
