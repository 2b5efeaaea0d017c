"""Make the files that readers get."""
