# Two commands: `make book` builds the Kirov book, `make test` runs every test. Both install what they lack, once.

PYTHON_HERE := .venv/bin/python
BOOK ?= .
ARGS ?=

export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)

.PHONY: help book test lint golden bench lock clean moved
.DEFAULT_GOAL := help

help: ## say what there is to make
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

book: .venv/ready-book ## build every edition of the book into dist/
	@$(PYTHON_HERE) -m kirovbook build "$(BOOK)"

test: .venv/ready-test lint ## check the code, then run every test (ARGS="-k notes" for some)
	$(PYTHON_HERE) -m pytest -n auto --dist loadfile --max-worker-restart 0 $(ARGS)

lint: .venv/ready-test ## check the code: ruff, mypy, import-linter
	$(PYTHON_HERE) -m ruff check
	$(PYTHON_HERE) -m mypy
	lint-imports

golden: .venv/ready-test ## write the golden files afresh: read the diff before you commit it
	$(PYTHON_HERE) -m pytest -n auto --dist loadfile --max-worker-restart 0 --update-golden $(ARGS)

bench: .venv/ready-bench ## time what has a bound, beside the programs it is held against
	$(PYTHON_HERE) tests/benchmarks/citations.py
	$(PYTHON_HERE) tests/benchmarks/linting.py
	$(PYTHON_HERE) tests/benchmarks/quotations.py
	$(PYTHON_HERE) tests/benchmarks/speed $(ARGS)

lock: .venv/ready-test ## write constraints.txt afresh with the newest versions that pyproject.toml allows
	scripts/lock.sh

clean: ## remove what was built and what the tools left; what was installed stays
	rm -rf build .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find dist -mindepth 1 ! -name .gitkeep -exec rm -rf {} +
	find kirovbook tests scripts -name __pycache__ -exec rm -rf {} +

# A stamp stands for what is installed: it is older than the files that say what to install, or newer.
.venv/ready-book: pyproject.toml constraints.txt scripts/setup.sh
	@scripts/setup.sh book
	@touch $@

.venv/ready-test: pyproject.toml constraints.txt package.json scripts/setup.sh
	@scripts/setup.sh test
	@touch .venv/ready-book $@

.venv/ready-bench: .venv/ready-test
	@scripts/setup.sh bench
	@touch $@

# The commands in a virtual environment know the folder it was made in; in another folder it must be made again.
ifneq ($(shell cat .venv/folder 2>/dev/null),$(CURDIR))
.venv/ready-book .venv/ready-test: moved
moved:
endif
