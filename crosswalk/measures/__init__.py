"""The parts of a performance measure."""
