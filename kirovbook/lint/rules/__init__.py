"""The linter's rules, one a module; each module is loaded because it is here."""
