"""What a source book is, without a word of HTML, CSS, CSL or BibTeX."""
