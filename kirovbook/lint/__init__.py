"""Look for what is allowed but rarely meant: rules that read the prose, the works it cites, the persons it names."""

from kirovbook.lint.naming import Naming
from kirovbook.lint.prose import Lines
from kirovbook.lint.registry import Finding, Rule, all_rules, name_rule, rule, work_rule
from kirovbook.lint.runner import lint
from kirovbook.lint.works import Works

__all__ = ["Finding", "Lines", "Naming", "Rule", "Works", "all_rules", "lint", "name_rule", "rule", "work_rule"]
