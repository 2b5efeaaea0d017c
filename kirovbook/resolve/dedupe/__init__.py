"""Find the descriptions of one work, however each was written, and join them: works in, groups out."""

from kirovbook.resolve.dedupe.merging import Joined, join, merge_works, warn_of_possible
from kirovbook.resolve.dedupe.search import Group, find_duplicates
from kirovbook.resolve.dedupe.verdicts import Verdict

__all__ = ["Group", "Joined", "Verdict", "find_duplicates", "join", "merge_works", "warn_of_possible"]
