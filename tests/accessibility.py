"""What Ace by DAISY says of an e-book."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path


def ace_findings(ace: str, path: Path, folder: Path) -> list[tuple[str, str]]:
    """Run Ace on an EPUB and give each finding's page and kind; ``folder`` gets the report."""
    subprocess.run([ace, "-s", "-f", "-o", str(folder), str(path)], check=True, capture_output=True, timeout=300)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return [
        (page["earl:testSubject"]["url"], finding["earl:test"]["dct:title"])
        for page in report["assertions"] for finding in page["assertions"]
    ]
