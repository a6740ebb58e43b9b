# The commands of README.md and CONTRIBUTING.md. `make` alone lists them.

PYTHON ?= python3
REFERENCE ?= reference/india-russia
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes
# What the environment may say to a running site must not reach its tests; and without bytecode
# each process of a run would compile everything anew.
BARE = env -u PYTHONDONTWRITEBYTECODE -u SECRET_KEY -u DEBUG -u ALLOWED_HOSTS -u SITE_URL -u EMAIL_URL -u SHARED_CACHE_SECONDS -u HOST -u PORT
PYTEST = .venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --quiet
# Of the whole suite much waits, for servers and browsers: one process more than there are processors.
PROCESSES ?= $(shell expr 1 + $$(getconf _NPROCESSORS_ONLN))
WHOLE = $(PYTEST) --numprocesses $(PROCESSES) --maxprocesses 5 -o cache_dir=.pytest_cache/$@
# What failed beside thousands of others is run once more by itself where CI is set: a browser that waited for a
# busy processor passes, a fault fails. Both runs are printed; what passes only alone is a test to mend.
ALONE = $(if $(CI),|| { test $$? = 1 && $(RUN) --numprocesses 0 --last-failed --last-failed-no-failures none --maxfail 1; })

# What runs while one writes: no browser, nothing marked slow, an eighth of the examples of each law. Unless T
# names what to run, nothing marked long either, and of the cases of one test the first.
FAST = $(PYTEST) --ignore tests/browser --ignore tests/views/test_api.py -p no:playwright -p no:pytest_cov -m "not slow" --hypothesis-profile fast

.PHONY: help run fast test test-postgres coverage bench check lock chromium wrk

help:
	@echo "make run            everything from a fresh clone to a server on HOST (127.0.0.1) and PORT (8000)"
	@echo "make fast           what runs while one writes: no browser, nothing slow; T=tests/finder a part of it"
	@echo "make test           the whole suite on SQLite, browser tests included"
	@echo "make test-postgres  the same suite with DATABASE_URL and CACHE_URL on PostgreSQL and Redis"
	@echo "make coverage       the suite on SQLite, and then the lines that nothing ran"
	@echo "make bench          the speed of the production server with N (100000) generated entries"
	@echo "make check          formatting, linting, types, missing migrations, safety of the settings"
	@echo "make lock           pin what requirements.in and requirements-dev.in name"

run: .venv/installed
	@.venv/bin/python manage.py setup "$(REFERENCE)"
	@exec .venv/bin/gunicorn

fast: .venv/installed-dev
	$(BARE) -u DATABASE_URL -u CACHE_URL $(FAST) $(or $(T),-m "not slow and not long" --max-cases 1)

test: RUN = $(BARE) -u DATABASE_URL -u CACHE_URL $(WHOLE)
test: .venv/installed-dev chromium
	$(RUN) $(ALONE)

test-postgres: RUN = $(BARE) $(WHOLE) --numprocesses $(or $(POSTGRES_PROCESSES),$(PROCESSES)) --hypothesis-profile again
test-postgres: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
test-postgres: export CACHE_URL ?= redis://127.0.0.1:6379/1
test-postgres: .venv/installed-dev chromium
	@$(BARE) .venv/bin/python -m tests.support.services
	$(RUN) $(ALONE)

# Started servers and commands of their own processes are seen, too; what is killed takes its lines along.
coverage: .venv/installed-dev chromium
	$(BARE) -u DATABASE_URL -u CACHE_URL $(PYTEST) --cov --cov-report term-missing:skip-covered $(T)

bench: .venv/installed-dev wrk
	@$(BARE) -u DATABASE_URL -u CACHE_URL .venv/bin/python manage.py collectstatic --no-input --verbosity 0
	@$(BARE) N=$(or $(N),100000) .venv/bin/python -m benchmarks

check: .venv/installed-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	find templates/admin templates/registration -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	$(BARE) .venv/bin/mypy
	.venv/bin/python -m pip check
	$(BARE) .venv/bin/python manage.py check --fail-level WARNING
	$(BARE) SITE_URL=https://example.org .venv/bin/python manage.py check --deploy --fail-level WARNING
	$(BARE) .venv/bin/python manage.py makemigrations --check --dry-run

# `make lock LOCK=--upgrade` takes the newest versions the two files allow.
lock: .venv/installed-dev
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header $(LOCK) \
		requirements.in --output-file requirements.txt
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header $(LOCK) \
		--constraint requirements.txt requirements-dev.in --output-file requirements-dev.txt

# Copied last: an installation that was interrupted begins again.
.venv/installed: requirements.txt
	@echo "Installing into .venv …"
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements.txt
	@cp requirements.txt $@

.venv/installed-dev: requirements-dev.txt
	@echo "Installing into .venv, with what the tests need …"
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements-dev.txt
	@cp requirements-dev.txt $@

# The shell alone: with it the tests take half the time. Where it may not be installed, Chromium itself serves,
# and without that the tests say in one line what they left out (with CI=true they fail).
chromium:
	@command -v chromium-headless-shell >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { \
		echo "Installing Chromium …"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq --yes --no-install-recommends chromium-headless-shell >/dev/null; \
	} || echo "Chromium's shell could not be installed."
	@ldconfig -p 2>/dev/null | grep -q libfribidi || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { \
		echo "Installing FriBiDi, by which letters of Hindi join on pictures …"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq --yes --no-install-recommends libfribidi0 >/dev/null; \
	} || echo "FriBiDi could not be installed."

wrk:
	@command -v wrk >/dev/null || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { \
		echo "Installing wrk …"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq --yes --no-install-recommends wrk >/dev/null; \
	}
