"""What programs that share no code with ours say of a PDF: each gives the names of the rules that it finds broken.

qpdf reads the file's structure; Preflight of Apache's PDFBox validates PDF/A-1b and nothing else; pdfua looks at 16
of the 106 rules of PDF/UA-1, page-validation at all that a machine can (it passes veraPDF's own corpus), outloud at
what is heard as well.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import page
from pikepdf import pdfa

JARS = tuple(Path("/usr/share/java") / f"{name}.jar" for name in (
    "preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api",
))
NO_QPDF = "" if shutil.which("qpdf") else "qpdf is not here: every system's package manager has it as qpdf"
NO_PREFLIGHT = "" if shutil.which("java") and all(map(Path.is_file, JARS)) else (
    "PDFBox's Preflight, which needs Java, is not here: Debian has it as libpdfbox2-java, libactivation-java and "
    "libjaxb-api-java"
)

# A running head that stands on one page alone is taken for a line of the text: it is an artifact as it should be.
_FALSE_ALARMS = {"TAG-002"}
_FINDING = re.compile(r"^([0-9]+(?:\.[0-9]+)*) : (.*)$", re.MULTILINE)
_WITHIN = 300


def said_by_qpdf(file: Path) -> set[str]:
    """Give qpdf's complaints; none where it exits with 0."""
    done = _answer("qpdf", "--check", str(file))
    said = {line for line in (done.stdout + done.stderr).splitlines() if re.match(r"WARNING|ERROR|qpdf: ", line)}
    return said if done.returncode else set()


def said_by_preflight(file: Path) -> set[str]:
    """Give the numbers and words of Preflight's errors against PDF/A-1b."""
    done = _answer("java", "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b", str(file))
    if "is a valid PDF/A-1b file" in done.stdout:
        return set()
    return {f"{number} {words}" for number, words in _FINDING.findall(done.stdout)} or {done.stdout + done.stderr}


def said_by_pikepdf(file: Path, flavour: str) -> set[str]:
    """Give what pikepdf holds against PDF/A, of the flavour "1b", "2b" or "3b"; not what it does not know."""
    findings = pdfa.validate_written(file, flavour).findings
    return {found.message for found in findings if found.kind != "unsupported"}


def said_by_pdfua(file: Path) -> set[str]:
    """Give the rules of PDF/UA-1 that pdfua finds broken."""
    said = json.loads(_answer(_beside("pdfua"), "check", "--format", "json", str(file)).stdout)
    return {finding["rule_id"] for finding in said["findings"] if finding["severity"].lower() == "error"}


def said_by_outloud(file: Path) -> set[str]:
    """Give the rules that outloud finds broken."""
    said = json.loads(_answer(_beside("outloud"), "--json", "-", str(file)).stdout)["results"][0]
    errors = {finding["rule"] for finding in said["findings"] if finding["severity"] == "error"}
    return errors - _FALSE_ALARMS


def said_by_page(file: Path, profile: str = "ua1") -> set[str]:
    """Give the rules of veraPDF's profile that page-validation finds broken."""
    return {each.rule_id for each in page.validate_pdf(file, profile=profile).failures}


def _beside(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _answer(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a checker: it says by its exit code what it found."""
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=_WITHIN)
