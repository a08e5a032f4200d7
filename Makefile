# make run        virtual environment, locked dependencies, an index of seeds/ of its own, server
# make test       what the tests need, then all of them, two at a time
# make test-fast  those that need no browser, no server and no other process: within a minute
# make test-all   the same on stock Whoosh, and on every later Python that is there: half an hour
# make install    the virtual environment with the locked dependencies, no more
# make cluster    three OpenSearch nodes on this machine, for trying: docs/cluster.md; ended by make cluster-stop
# make check      format, lint, types, import contract
# make catalogue  the interface's texts into the catalogues of the other languages
# make lock       new requirement files from pyproject.toml

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Without isolation even the packages that are built here are built by what the lock names.
INSTALL := $(PIP) install --quiet --require-hashes --no-build-isolation --use-pep517

.PHONY: run test test-fast test-all install check catalogue lock chromium faces cluster cluster-stop cluster-lock clean

# The seeds keep out of the index of whoever works here on reports of their own.
SEEDED := index-of-seeds
run: install
	@$(BIN)/jianbao index seeds --index $(SEEDED)
	@exec $(BIN)/jianbao serve --index $(SEEDED)

install: $(VENV)/run.stamp

PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal
test: $(VENV)/dev.stamp chromium faces
	$(PYTEST)

test-fast: $(VENV)/dev.stamp faces
	$(PYTEST) -m "not slow"

STOCK := $(VENV)/stock
LATER = $(shell for v in 3.12 3.13 3.14; do for p in python$$v $$HOME/.pyenv/versions/$$v.*/bin/python$$v; do \
	$$p -c '' 2>/dev/null && echo $$p && break; done; done; true)
test-all: test $(STOCK)/stamp
	PYTHONPATH=$(STOCK) $(PYTEST) tests/store tests/ingest
	@for p in $(LATER); do echo "$$p" && $(MAKE) --no-print-directory PYTHON=$$p VENV=.venv/$${p##*/} test || exit 1; done

$(STOCK)/stamp: $(VENV)/run.stamp requirements-stock.txt
	$(PIP) install --quiet --require-hashes --no-deps --upgrade --target $(STOCK) -r requirements-stock.txt
	@touch $@

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/run.stamp: requirements-build.txt requirements.txt pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo "需要 Python 3.11 或更新的版本。" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements-build.txt
	$(INSTALL) -r requirements.txt
	@# What setuptools has to say of every editable install is nothing that a user could act on.
	PYTHONWARNINGS=ignore:Editable $(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(INSTALL) -r requirements-dev.txt
	@touch $@

$(VENV)/cluster.stamp: $(VENV)/run.stamp requirements-cluster.txt
	$(INSTALL) -r requirements-cluster.txt
	@touch $@

TEXTS := webapp/translations
BABEL := $(BIN)/pybabel --quiet
catalogue: $(VENV)/dev.stamp
	$(BABEL) extract --mapping-file $(TEXTS)/extract.cfg --keyword Message --keyword says --add-location file --sort-by-file \
		--width 110 --omit-header --output-file $(TEXTS)/messages.pot indexer webapp
	$(BABEL) update --input-file $(TEXTS)/messages.pot --output-dir $(TEXTS) --no-fuzzy-matching \
		--ignore-obsolete --width 110 --ignore-pot-creation-date
	$(BABEL) compile --use-fuzzy --directory $(TEXTS)
	@rm $(TEXTS)/messages.pot

chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qqy chromium >/dev/null; } \
	|| { echo "测试需要 Debian 的软件包 chromium：sudo apt-get install chromium" >&2; exit 1; }

FACES := /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
faces:
	@[ -e $(FACES) ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qqy fonts-noto-cjk >/dev/null; } \
	|| { echo "测试需要 Debian 的软件包 fonts-noto-cjk：sudo apt-get install fonts-noto-cjk" >&2; exit 1; }

CLUSTER = $(BIN)/python -m tests.cluster
PORT ?= 9200
cluster: $(VENV)/cluster.stamp
	@$(CLUSTER) start --port $(PORT)

cluster-stop: $(VENV)/run.stamp
	@$(CLUSTER) stop --port $(PORT)

cluster-lock:
	rm -rf .cluster/new
	cd tests/cluster && mvn -q -B dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.cluster/new
	cd .cluster/new && sha256sum *.jar > $(CURDIR)/tests/cluster/SHA256SUMS

COMPILE := $(VENV)/lock/bin/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --upgrade
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet pip-tools
	$(COMPILE) --allow-unsafe --output-file requirements-build.txt requirements-build.in
	$(COMPILE) --extra fast --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra fast --extra cluster --constraint requirements.txt --output-file requirements-cluster.txt pyproject.toml
	$(COMPILE) --extra fast --extra ocr --extra cluster --extra mcp --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) $(SEEDED) *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
