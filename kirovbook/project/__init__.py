"""Gather everything a book is made of from its folder, once, so that no later stage needs to read."""

from kirovbook.project.files import ManuscriptFile, Project
from kirovbook.project.folder import read_text
from kirovbook.project.load import load, texts_of

__all__ = ["ManuscriptFile", "Project", "load", "read_text", "texts_of"]
