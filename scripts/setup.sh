#!/bin/sh
# Make this machine ready: `scripts/setup.sh book` to build books, `scripts/setup.sh test` to run the tests too,
# and then `scripts/setup.sh bench` for what only the benchmarks need.
#
# On Debian and its descendants what is missing is installed; elsewhere it is named, with the command that gets it.
# Exit codes: 0 ready, 2 something is missing that only you can install.
set -eu

purpose=${1:-book}
venv=.venv

say() { printf '%s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

# ---- what is here ------------------------------------------------------------------------------------------

# The first Python of 3.11 or newer that can make a virtual environment. PYTHON=... has the first word.
find_python() {
  for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.14; do
    if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# Whether WeasyPrint will find a library, under any of the names it has on Linux and macOS.
has_library() {
  [ -n "$python" ] && "$python" - "$1" <<'PYTHON'
import ctypes
import sys

stem = sys.argv[1]
folders = ("", "/opt/homebrew/lib/", "/usr/local/lib/", "/opt/local/lib/")
names = [f"lib{stem}.so.0", *(f"{folder}lib{stem}.0.dylib" for folder in folders)]
for name in names:
    try:
        ctypes.CDLL(name)
    except OSError:
        continue
    sys.exit(0)
sys.exit(1)
PYTHON
}

has_chromium() { has chromium || has chromium-browser || has google-chrome || [ -n "${CHROMIUM:-}" ]; }

# macOS has a `java` that only says there is none, so it must run. EPUBCheck 5 wants Java 11.
has_java() {
  has java && [ "$(java -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')" -ge 11 ] 2>/dev/null
}

has_preflight() {
  for jar in preflight pdfbox2 fontbox2 xmpbox commons-logging javax.activation jaxb-api; do
    [ -f "/usr/share/java/$jar.jar" ] || return 1
  done
}

missing() {
  [ -n "$python" ] || echo python
  has_library pango-1.0 && has_library pangoft2-1.0 || echo pango
  has_library harfbuzz-subset || echo harfbuzz-subset
  [ "$purpose" = test ] || return 0
  has_java || echo java
  has qpdf || echo qpdf
  # PDFBox's Preflight is packaged by Debian alone; elsewhere its tests are skipped, and say so.
  ! has apt-get || has_preflight || echo preflight
  has_chromium || echo chromium
}

# ---- what it is called -------------------------------------------------------------------------------------

in_words() {
  case $1 in
    python) echo "Python 3.11 or newer, with its venv module" ;;
    pango) echo "Pango, which sets the lines of a page" ;;
    harfbuzz-subset) echo "HarfBuzz with hb-subset, which puts fonts into a PDF" ;;
    java) echo "Java 11 or newer, for EPUBCheck" ;;
    chromium) echo "Chromium, for Ace and the browser tests" ;;
    qpdf) echo "qpdf, which checks how a PDF is made" ;;
    preflight) echo "PDFBox's Preflight, which validates PDF/A-1b" ;;
  esac
}

package() { # MANAGER THING
  case $1:$2 in
    apt-get:python) echo "python3 python3-venv" ;;
    apt-get:pango) echo "libpango-1.0-0 libpangoft2-1.0-0" ;;
    apt-get:harfbuzz-subset) echo "libharfbuzz-subset0" ;;
    apt-get:java) echo "default-jre-headless" ;;
    apt-get:preflight) echo "libpdfbox2-java libactivation-java libjaxb-api-java" ;;
    apt-get:chromium) if grep -qs '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi ;;
    dnf:python) echo "python3" ;;
    dnf:harfbuzz-subset) echo "harfbuzz" ;;
    dnf:java) echo "java-latest-openjdk-headless" ;;
    pacman:harfbuzz-subset) echo "harfbuzz" ;;
    pacman:java) echo "jre-openjdk-headless" ;;
    brew:harfbuzz-subset) echo "harfbuzz" ;;
    brew:java) echo "openjdk" ;;
    *) echo "$2" ;;
  esac
}

packages() { # MANAGER THING...
  manager=$1
  shift
  for thing in "$@"; do package "$manager" "$thing"; done | tr '\n' ' ' | sed 's/ $//'
}

# ---- getting it --------------------------------------------------------------------------------------------

install_with_apt() { # THING...
  names=$(packages apt-get "$@")
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif has sudo; then
    as_root=sudo
  else
    give_up "su -c 'apt-get update && apt-get install $names'" "$@"
  fi
  say "installing $names: this may take some minutes"
  # Names of packages hold no spaces, so they may be split here.
  # shellcheck disable=SC2086
  if ! { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $names; } >/dev/null; then
    give_up "${as_root:+$as_root }apt-get install $names" "$@"
  fi
}

command_for() { # THING...
  if has brew; then
    echo "brew install $(packages brew "$@")"
  elif has dnf; then
    echo "sudo dnf install $(packages dnf "$@")"
  elif has pacman; then
    echo "sudo pacman -S $(packages pacman "$@")"
  else
    echo ""
  fi
}

give_up() { # COMMAND THING...
  get_it=$1
  shift
  say "this machine lacks:"
  for thing in "$@"; do say "  $(in_words "$thing")"; done
  if [ -n "$get_it" ]; then
    say "get it with:"
    say "  $get_it"
  else
    say "get it with the system's package manager (Debian calls it: $(packages apt-get "$@"))"
  fi
  say "then run the same command again."
  exit 2
}

# ---- the steps ---------------------------------------------------------------------------------------------

python=$(find_python || true)
lacking=$(missing)
if [ -n "$lacking" ]; then
  # shellcheck disable=SC2086
  if has apt-get; then
    install_with_apt $lacking
  else
    give_up "$(command_for $lacking)" $lacking
  fi
  python=$(find_python || true)
  lacking=$(missing)
  # shellcheck disable=SC2086
  [ -z "$lacking" ] || give_up "" $lacking
fi

# The commands in a virtual environment know the folder it was made in; one that was moved here is made afresh.
if [ "$(cat "$venv/folder" 2>/dev/null)" != "$PWD" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  say "making a virtual environment with $("$python" --version)"
  "$python" -m venv --clear "$venv"
  printf '%s\n' "$PWD" >"$venv/folder"
fi

extras=
[ "$purpose" = book ] || extras="[$purpose]"
say "installing the packages that constraints.txt names"
pip() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt "$@" >&2; }
pip hatchling editables
pip --no-build-isolation --editable ".$extras"
"$venv/bin/python" -c 'import weasyprint'

if [ "$purpose" = test ]; then
  say "installing the validators that package.json names"
  PATH="$PWD/$venv/bin:$PATH" PUPPETEER_SKIP_DOWNLOAD=true npm install --loglevel=error >&2
fi
