"""Look for what is allowed but rarely meant: the rules that read the manuscript line by line."""

from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, Rule, all_rules, rule
from kirovbook.lint.runner import lint

__all__ = ["Finding", "Lines", "Rule", "all_rules", "lint", "rule"]
