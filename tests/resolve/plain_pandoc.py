"""Have Pandoc itself read, number and print citations, with nothing of kirovbook between."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kirovbook.resolve import pandoc

SHOWING = """
local function starred(one) return {pandoc.Str "*", pandoc.Span(one.content), pandoc.Str "*"} end
local function content(one) return one.content end
local function entry(one)
  if not one.identifier:match "^ref%-" then return nil end
  local words = pandoc.utils.blocks_to_inlines(one.content)
  return pandoc.Plain {pandoc.Str(one.identifier .. " "), pandoc.Span(words)}
end
return {
  {Emph = starred, Link = content, SmallCaps = content, Span = content},
  {Div = entry},
}
"""
"""A filter behind citeproc that shows emphasis by asterisks, leaves links out, and names each entry's work."""


def print_plainly(text: str, folder: Path, *options: str) -> list[str]:
    """Give the lines of Pandoc's plain text; ``folder`` holds the files that the options name."""
    (folder / "showing.lua").write_text(SHOWING, encoding="utf-8")
    command = [pandoc._program(), "-f", "markdown", "-t", "plain", "--wrap=none", "--citeproc", *options]
    ran = subprocess.run(
        [*command, "--lua-filter=showing.lua"], input=text, cwd=folder, capture_output=True, text=True, check=True
    )
    return [line for line in ran.stdout.split("\n") if line]
