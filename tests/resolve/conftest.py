"""Let the tests of this folder share its small books."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
