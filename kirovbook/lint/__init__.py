"""Look for what is allowed but rarely meant: rules that read the prose, the sources, the works and the persons."""

from kirovbook.lint.registry import Finding, Rule, all_rules, rule
from kirovbook.lint.runner import lint

__all__ = ["Finding", "Rule", "all_rules", "lint", "rule"]
