"""A command ends well: the right exit code, and no traceback for anybody's mistake but ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kirovbook import pipeline
from kirovbook.cli import main
from kirovbook.diagnostics import ADVICE, ERROR, WARNING, CannotRunError, Diagnostic, Place, Severity
from kirovbook.report import Report

ROOT = Path(__file__).parents[2]
MADE = (Path("dist/a.pdf"),)

Outcome = tuple[int, str, str]
Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs a command; the stages below it make and find what the test says."""

    def run_command(*words: str, found: tuple[Severity, ...] = (), made: tuple[Path, ...] = MADE) -> Outcome:
        diagnostics = tuple(Diagnostic("C101", severity, Place("a.md"), "message") for severity in found)
        monkeypatch.setattr(pipeline, "build", lambda *_: Report(made, diagnostics))
        monkeypatch.setattr(pipeline, "check", lambda *_: Report((), diagnostics))
        monkeypatch.setattr(sys, "argv", ["kirovbook", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run_command


@pytest.mark.parametrize(("words", "found", "made", "code"), [
    ("build", (), MADE, 0),
    ("build", (WARNING, ADVICE), MADE, 0),
    ("build", (ERROR,), (), 1),
    ("build --strict", (WARNING,), (), 1),
    ("build --strict", (ADVICE,), MADE, 0),
    ("build --draft", (ERROR,), MADE, 0),
    ("build --draft --strict", (ERROR, WARNING), MADE, 0),
    ("build --draft", (ERROR,), (), 1),
    ("check", (), (), 0),
    ("check", (WARNING,), (), 0),
    ("check --strict", (WARNING,), (), 1),
    ("check", (ERROR,), (), 1),
    ("build --edition", (), (), 2),
    ("build --format xml", (), (), 2),
    ("", (), (), 2),
])
def test_exit_codes(run: Run, words: str, found: tuple[Severity, ...], made: tuple[Path, ...], code: int) -> None:
    assert run(*words.split(), found=found, made=made)[0] == code


def test_results_go_to_standard_output_and_the_rest_to_standard_error(run: Run) -> None:
    _, out, err = run("build", found=(WARNING,))
    assert (out, err) == ("dist/a.pdf\n", "a.md:1:1: warning C101 message\n1 warning\n")
    _, out, err = run("check", found=(WARNING,))
    assert (out, err) == ("a.md:1:1: warning C101 message\n", "1 warning\n")


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_what_another_program_reads_is_alone_on_standard_output(run: Run, form: str) -> None:
    _, out, err = run("build", "--format", form, found=(WARNING,))
    assert "C101" in out
    assert "dist/a.pdf" not in out
    assert err == ""


@pytest.mark.parametrize("words", ["--quiet build", "build --quiet", "build -q"])
def test_quiet_leaves_the_errors(run: Run, words: str) -> None:
    _, out, err = run(*words.split(), found=(WARNING, ERROR, ADVICE))
    assert (out, err) == ("dist/a.pdf\n", "a.md:1:1: error C101 message\n")


@pytest.mark.parametrize(("words", "no_color", "is_coloured"), [
    ("build", "", False),
    ("build --color always", "1", True),
    ("--color always build", "", True),
    ("build --color never", "", False),
])
def test_colour(run: Run, monkeypatch: pytest.MonkeyPatch, words: str, no_color: str, is_coloured: bool) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    assert ("\x1b[" in run(*words.split(), found=(ERROR,))[2]) == is_coloured


@pytest.mark.parametrize(("no_color", "term", "is_coloured"), [
    ("", "xterm", True), ("1", "xterm", False), ("", "dumb", False),
])  # fmt: skip
def test_colour_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, no_color: str, term: str, is_coloured: bool,
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert ("\x1b[" in run("check", found=(ERROR,))[1]) == is_coloured


@pytest.mark.parametrize(("fault", "code", "said"), [
    (CannotRunError("no Pango \x1b[2J here", "install it"), 2, "kirovbook: no Pango ␛[2J here\n   hint: install it\n"),
    (CannotRunError("no Pango"), 2, "kirovbook: no Pango\n"),
    (KeyboardInterrupt(), 130, ""),
])
def test_what_stops_a_command_is_told_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, fault: BaseException, code: int, said: str,
) -> None:
    def stop(*_: object) -> Report:
        raise fault

    monkeypatch.setattr("kirovbook.cli.voice.Voice.tell", stop)
    assert run("check") == (code, "", said)


def test_a_fault_of_ours_is_called_so_and_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kirovbook.cli.voice.Voice.tell", lambda *_: 1 / 0)
    code, _, err = run("check")
    assert code == 2
    assert "ZeroDivisionError" in err
    assert err.endswith("kirovbook: this is a fault of the program, not of your book; please report it\n")


def start(*words: str, folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kirovbook", *words]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    with start("explain", "K101", folder=tmp_path, PYTHONUNBUFFERED="1") as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""


def test_a_terminal_that_knows_ascii_only_is_no_fault(tmp_path: Path) -> None:
    with start("explain", "C104", folder=tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0") as running:
        out, err = running.communicate()
        assert err == b""
        assert b"12\\u201315" in out


def test_a_process_leaves_when_all_is_written_and_put_away() -> None:
    code = (
        "import atexit, sys, kirovbook.cli; sys.argv = ['kirovbook', 'explain', sys.argv[1]]\n"
        "atexit.register(print, 'put away')\n"
        "kirovbook.cli.run()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}
    for word, begins, ends in (("K101", "# K101", 0), ("no such code", "put away", 2)):
        ran = subprocess.run([sys.executable, "-c", code, word], env=environment, text=True, capture_output=True,
                             check=False)
        assert ran.returncode == ends, ran.stderr
        assert ran.stdout.startswith(begins)
        assert ran.stdout.endswith("put away\n")


def test_help_waits_for_no_library_of_the_stages() -> None:
    code = (
        "import sys, kirovbook.cli; sys.argv = ['kirovbook', '--help']\n"
        "try: kirovbook.cli.main()\n"
        "except SystemExit: print([name for name in sys.argv[2:] or sys.modules if name in "
        "{'rich', 'weasyprint', 'yaml', 'markdown_it', 'bibtexparser', 'kirovbook.pipeline', 'kirovbook.project'}])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    out = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)
    assert out.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", ["build", "check", "sources", "verify"])
def test_a_name_that_no_file_can_have_is_told_in_two_lines(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kirovbook", command, "a" * 5_000])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said == "kirovbook: a name is longer than a file's can be\n   hint: shorten what you typed\n"


def test_an_interrupt_before_a_command_begins_has_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kirovbook.cli.ending.app", interrupt)
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().err) == (130, "")
