"""Compare two documents: rows, coverage, reasons and implementing provisions."""
