#!/bin/sh
# Write constraints.txt afresh: the newest versions within the bounds of pyproject.toml, as a new machine gets them.
set -eu

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

.venv/bin/python -m venv "$fresh/venv"
"$fresh/venv/bin/python" -m pip install --quiet --disable-pip-version-check hatchling editables
"$fresh/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable ".[test,bench]"
{
  sed '/^[^#]/,$d' constraints.txt
  "$fresh/venv/bin/python" -m pip freeze --exclude-editable | sort -f
} >"$fresh/constraints.txt"
cat "$fresh/constraints.txt" >constraints.txt
