"""Turn an arranged book into markup and style sheets, ready to be made into a file."""
