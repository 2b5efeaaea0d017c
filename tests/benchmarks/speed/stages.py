"""Say where the seconds of a build go: what each stage takes itself, without the stages that it calls.

    python -m speed.stages BOOK DIST

One build in a fresh process, its stages wrapped, without worker processes: what they would do side by side is done one
thing after another. What runs before the first stage, the loading of modules, is seen too. The answer is JSON.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from speed.watch import environment, python, run

STAGES = (
    "pipeline:load", "pipeline:parse", "pipeline:resolve", "pipeline:run_pandoc", "pipeline:arrange",
    "pipeline:settle_variants", "pipeline:prove_variants", "pipeline:make_pdf", "pipeline:write_record",
    "pipeline:mark_of", "pipeline:replace_files", "export.pdf:lay_out", "export.pdf:settle_pages",
    "export.pdf:render_pages", "export.pdf:to_spell_out", "export.pdf:write_pdf", "export.binding:bind",
    "export.composing_room:set_copy", "export.composing_room:cut_fonts", "export.setting:printed_pages",
    "export.setting:page_parts", "export.setting:look_over", "export.setting:write_pages",
    "export.setting:finish_gathering", "check.letters:find_unset_letters", "check.pdf_integrity:prove_pdf",
)
"""Functions by the module that their callers find them in."""

START = "start of Python, loading of modules"
REST = "what no stage names"


@dataclass(slots=True)
class _Clock:
    """The seconds of each stage without those that it calls; ``inner`` has those of the calls of each open stage."""

    own: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    inner: list[float] = field(default_factory=lambda: [0.0])

    def around(self, name: str, call: Callable[..., object]) -> Callable[..., object]:
        @functools.wraps(call)
        def timed(*given: object, **named: object) -> object:
            begun = time.perf_counter()
            self.inner.append(0.0)
            try:
                return call(*given, **named)
            finally:
                took = time.perf_counter() - begun
                self.own[name] = self.own.get(name, 0.0) + took - self.inner.pop()
                self.calls[name] = self.calls.get(name, 0) + 1
                self.inner[-1] += took

        return timed


def _wrap(clock: _Clock) -> list[str]:
    """Wrap every stage; give those that are not there (any more)."""
    missing = []
    for stage in STAGES:
        module, _, name = stage.partition(":")
        with suppress(ImportError, AttributeError):
            found = import_module(f"kirovbook.{module}")
            setattr(found, name, clock.around(stage, getattr(found, name)))
            continue
        missing.append(stage)
    return missing


def main(root: Path, dist: Path) -> None:
    """Build, and print the seconds as JSON."""
    from kirovbook import pipeline  # noqa: PLC0415 - what it loads is measured by who calls
    from kirovbook.diagnostics import has_errors  # noqa: PLC0415

    clock = _Clock()
    missing = _wrap(clock)
    begun = time.perf_counter()
    report = pipeline.build(root, pipeline.Order(only=("print",), out=dist, workers=1))
    took = time.perf_counter() - begun
    assert not has_errors(report.diagnostics), report.diagnostics[:3]
    clock.own[REST] = took - sum(clock.own.values())
    print(json.dumps({"own": clock.own, "calls": clock.calls, "missing": missing, "build": took}))


def profile(book: Path, dist: Path, cache: Path | None) -> Mapping[str, object]:
    """Profile one build in a fresh process; without a cache, a cold one."""
    taken = run(python("-m", "speed.stages", str(book), str(dist)), environment(cache))
    found = json.loads(taken.said.splitlines()[-1])
    found["own"][START] = taken.seconds - found["build"]
    return found


def stages_table(profiles: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """Give the lines of a table: a column for each build, the stages from the longest down."""
    yield f"{'seconds of each stage itself':40}" + "".join(f"{name:>22}" for name in profiles)
    own = [found["own"] for found in profiles.values()]
    names = sorted({name for each in own for name in each}, key=lambda name: -max(each.get(name, 0.0) for each in own))
    for name in names:
        yield f"{name:40}" + "".join(f"{each.get(name, 0.0):22.3f}" for each in own)
    yield f"{'together':40}" + "".join(f"{sum(each.values()):22.3f}" for each in own)
    for missing in sorted({name for found in profiles.values() for name in found["missing"]}):
        yield f"no longer there, so not measured: {missing}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
