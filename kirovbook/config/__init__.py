"""Read book.toml and people.toml into settings, and name every key that is not one of ours."""

from kirovbook.config.patterns import FOLDER, Pattern
from kirovbook.config.people import read_people
from kirovbook.config.settings import Settings, default_patterns, read_settings

__all__ = ["FOLDER", "Pattern", "Settings", "default_patterns", "read_people", "read_settings"]
