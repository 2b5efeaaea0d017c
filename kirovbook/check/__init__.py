"""Hold what was made against what was written."""
