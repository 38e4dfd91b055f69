"""Scripts for the makers of crosswalk; no part of the program."""
