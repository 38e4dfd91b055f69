"""The review desk: the side-by-side served on this machine, with controls in its rows on which people decide."""
