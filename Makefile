# make demo and make test set up what they need on Debian or Ubuntu, and skip what is there already.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# QGIS's Python bindings belong to the system's Python; another python3 may come first on PATH.
SYSTEM_PYTHON := /usr/bin/python3
PACKAGES := qgis python3-qgis xvfb xauth python3-venv
CHILD := .venv/bin/python
QGIS := .venv-qgis/bin/python
FUZZ_SECONDS ?= 600
SUITES := model plugin desktop
LOGS := tests/output/logs
# Files with long tests begin, so that none of the two processes is left alone with one at the end.
SLOW_FIRST := tests/model/training/test_trainer.py tests/model/test_real_scenes.py tests/model/commands
TRANSLATIONS := $(foreach language,de fr,resources/i18n/doab_$(language).ts)
ZIP = build/doab-$(shell sed -n 's/^version=//p' metadata.txt).zip
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
SETUPTOOLS := 'setuptools>=70.1'

.PHONY: help system setup demo pictures fuzz test $(SUITES:%=test-%) lint scan lock qt6 translations package clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

system:
	@if [ -x $(SYSTEM_PYTHON) ] && ! $(SYSTEM_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	    echo "Doab needs Python 3.11 or newer, as Debian 12 and Ubuntu 24.04 have it; $(SYSTEM_PYTHON) is older."; \
	    exit 1; \
	fi; \
	have_all() { command -v qgis && command -v xvfb-run && command -v xauth && \
	    $(SYSTEM_PYTHON) -c 'import qgis.core, venv, ensurepip'; }; \
	if have_all >/dev/null 2>&1; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	    echo "Doab needs QGIS, its Python bindings, Xvfb, xauth and Python's venv. This machine has no apt:"; \
	    echo "please install them with its own package manager and repeat the command."; exit 1; \
	fi; \
	root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	if [ -n "$$root" ] && ! command -v sudo >/dev/null; then \
	    echo "QGIS or Xvfb is missing, and there is no sudo to install it with. Please ask an administrator for"; \
	    echo "    apt-get install $(PACKAGES)"; exit 1; \
	fi; \
	mkdir -p build; \
	echo "Installing QGIS and a virtual display with apt ($(PACKAGES)): two to five minutes."; \
	if ! { $$root apt-get update && $$root env DEBIAN_FRONTEND=noninteractive \
	        apt-get install -y --no-install-recommends $(PACKAGES); } >build/apt.log 2>&1; then \
	    tail -n 5 build/apt.log; \
	    echo "apt could not install the packages; the whole story is in build/apt.log."; \
	    echo "Check the network and the package sources, then repeat the command."; exit 1; \
	fi; \
	if ! have_all >/dev/null; then \
	    echo "apt installed the packages, but QGIS's Python bindings do not load (see above)."; exit 1; \
	fi

# A stamp stands for "everything below was installed from these files": a changed file does it again.
.venv/packages: resources/runtime/requirements.txt | system
	@echo "Making the environment for the computing side in .venv (PyTorch, rasterio and others):"
	@echo "one to five minutes, 1.5 GB of disk with PyTorch for the processor, several with PyTorch for a GPU."
	@$(SYSTEM_PYTHON) -m venv .venv && \
	$(CHILD) -m pip install --disable-pip-version-check $(SETUPTOOLS) 'pytest>=8' -r $< && touch $@ || { \
	    echo "The environment in .venv is not complete: pip's message above says why. Check the network and the free"; \
	    echo "disk space, then repeat the command; what was downloaded is not downloaded again."; exit 1; }

.venv/stamp: .venv/packages pyproject.toml
	@echo "Making the command doab in .venv/bin."
	@$(CHILD) $(PIP_INSTALL) --no-deps --no-build-isolation --editable . && touch $@

.venv/research: .venv/stamp
	@echo "Adding what doab probe and doab pretrain read time series with, Dask, and the test runner."
	@$(CHILD) $(PIP_INSTALL) --no-build-isolation --editable '.[cluster,research,test]' && touch $@

.venv-qgis/stamp: pyproject.toml Makefile | system
	@echo "Making the environment for the tests inside QGIS in .venv-qgis (pytest, pytest-qgis): a few seconds."
	@$(SYSTEM_PYTHON) -m venv --system-site-packages .venv-qgis && \
	$(QGIS) $(PIP_INSTALL) $(SETUPTOOLS) 'pytest>=8' 'pytest-qgis>=2' 'pytest-xdist>=3.6' && \
	$(QGIS) $(PIP_INSTALL) --no-deps --no-build-isolation --editable . && touch $@ || { \
	    echo "The environment in .venv-qgis is not complete: pip's message above says why."; exit 1; }

# QGIS's own Python has PyQt5; the two cannot be in one process.
.venv-qt6/stamp: Makefile | system
	@echo "Making the environment for the test under PyQt6 in .venv-qt6: a few seconds."
	@$(SYSTEM_PYTHON) -m venv .venv-qt6 && .venv-qt6/bin/python $(PIP_INSTALL) 'PyQt6>=6.6' && touch $@

qt6: .venv-qt6/stamp .venv/research ## test that the plugin imports under PyQt6, with a stand-in for QGIS
	@$(CHILD) -m pytest -rs tests/qt6

.venv/lint: .venv/stamp
	@echo "Installing ruff, mypy, import-linter and the tools of the plugin site's scanner."
	@$(CHILD) $(PIP_INSTALL) --no-build-isolation --editable '.[lint]' && touch $@

setup: .venv/research .venv-qgis/stamp ## install what is needed, and nothing else

demo: .venv/stamp ## map a simulated scene in QGIS: demo/map.png and demo/parcels.gpkg
	@$(SYSTEM_PYTHON) tests/end_to_end/demo.py

pictures: .venv/stamp ## take the pictures of the dock that the help shows, in each language
	@$(SYSTEM_PYTHON) tests/end_to_end/help_pictures.py

# One suite after the other: QGIS does not always know a coordinate system while several others start beside it.
test: setup ## run every test
	@mkdir -p $(LOGS); set -o pipefail; failed=; \
	for suite in $(SUITES); do \
	    $(MAKE) --no-print-directory test-$$suite 2>&1 | tee $(LOGS)/$$suite.log || failed="$$failed $$suite"; \
	done; \
	[ -z "$$failed" ] || echo "Failed:$$failed"; \
	for suite in $(SUITES); do \
	    printf '%-12s%s\n' $$suite "$$(grep -E '^=+ .* in [0-9.]+s' $(LOGS)/$$suite.log | tail -n 1)"; \
	done; \
	[ -z "$$failed" ]

fuzz: .venv/research ## try other input than the suite for ten minutes (FUZZ_SECONDS); ends at the first failure
	@end=$$(($$(date +%s) + $(FUZZ_SECONDS))); rounds=0; \
	while [ $$(date +%s) -lt $$end ]; do \
	    DOAB_FUZZ_EXAMPLES=400 OMP_NUM_THREADS=1 $(CHILD) -m pytest -q -x tests/model/test_any_input.py || exit 1; \
	    rounds=$$((rounds + 1)); \
	done; echo "$$rounds rounds without a failure."

test-model: .venv/research ## run the tests of the computing side
	@echo "Testing the computing side."
	@OMP_NUM_THREADS=1 $(CHILD) -m pytest -rs -n 2 --dist loadfile --no-loadscope-reorder \
	    $(SLOW_FIRST) tests/model tests/test_wall.py tests/test_docs.py tests/test_benchmarks.py tests/qt6

test-plugin: setup ## run the tests of the QGIS side
	@echo "Testing the QGIS side, without a window."
	@QT_QPA_PLATFORM=offscreen $(QGIS) -m pytest -rs tests/plugin

test-desktop: setup ## run the tests that drive a real QGIS
	@echo "Driving a real QGIS on a virtual display."
	@QT_QPA_PLATFORM=offscreen $(QGIS) -m pytest -rs -n 2 --dist loadfile --no-loadscope-reorder \
	    tests/end_to_end/test_tour.py tests/end_to_end

lint: .venv/lint scan ## check style, formatting, types, the layers of imports, and the zip as the plugin site does
	@$(CHILD) -m ruff check .
	@$(CHILD) -m ruff format --check --quiet . || { echo "Run: $(CHILD) -m ruff format ."; exit 1; }
	@$(CHILD) -m mypy
	@.venv/bin/lint-imports

# The rules of the plugin site, as its scanner calls the three tools: its findings of the first two block an upload.
BANDIT_OFF := B404,B410,B411
FLAKE8_ON := E101,E711,E712,E713,E714,E721,E722,E731,E741,E742,E743,E901,E902,E999,W605,F402,F403,F404,F405,F811,F821,F822,F823,F831,F901,C901

scan: .venv/lint
	@rm -rf build/scan && mkdir -p build/scan
	@changed=$$(git stash create 2>/dev/null || true); git archive --prefix=doab/ "$${changed:-HEAD}" | tar -x -C build/scan
	@.venv/bin/bandit --quiet --recursive build/scan --skip $(BANDIT_OFF) 2>build/bandit.log
	@cd build/scan && ../../.venv/bin/detect-secrets scan --all-files --no-verify --disable-plugin IPPublicDetector \
	    --exclude-files 'metadata\.txt' . >../secrets.json
	@$(CHILD) -c 'import json, sys; found = json.load(open("build/secrets.json"))["results"]; \
	    sys.exit("These look like secrets: " + json.dumps(found, indent=1) if found else 0)'
	@.venv/bin/flake8 --isolated --max-line-length=120 --select=$(FLAKE8_ON) build/scan

# Lines and columns stay out of the .ts files, so that a change of them is a change of a text.
translations: ## collect the texts of plugin/ and model/ for translation and compile what is translated
	@for tool in pylupdate5 lrelease; do command -v $$tool >/dev/null || { \
	    echo "$$tool is missing: apt-get install pyqt5-dev-tools qttools5-dev-tools"; exit 1; }; done
	@PYTHONWARNINGS=ignore pylupdate5 -noobsolete $$(find plugin model -name '*.py' | sort) -ts $(TRANSLATIONS)
	@sed -i '/<location /d' $(TRANSLATIONS)
	@lrelease -silent $(TRANSLATIONS)

# Wheels of all systems and Pythons, each with its hash: what is locked is what the dock installs.
LOCK = .venv/bin/uv pip compile --quiet --no-config --universal --generate-hashes --only-binary :all: \
    --python-version 3.11 --no-header --no-annotate

lock: .venv/lint ## lock the packages of resources/runtime/requirements.txt with the hashes of their wheels
	@$(LOCK) resources/runtime/requirements.txt -o resources/runtime/locked.txt
	@sed -n 's/.*"\(uv==[^"]*\)".*/\1/p' pyproject.toml | $(LOCK) - -o resources/runtime/uv.txt
	@for python in 3.11 3.12 3.13; do \
	    for system in x86_64-manylinux_2_28 x86_64-pc-windows-msvc aarch64-apple-darwin; do \
	        MACOSX_DEPLOYMENT_TARGET=14.0 .venv/bin/uv pip install --quiet --no-config --dry-run --no-deps --target build \
	            --require-hashes --only-binary :all: -r resources/runtime/locked.txt --python-version $$python \
	            --python-platform $$system || { echo "No wheels for Python $$python on $$system."; exit 1; }; \
	    done; \
	done

package: ## make the zip for QGIS's "Install from ZIP" from the last commit; PUBLISH=1 fails where it cannot be published
	@mkdir -p build
	@git archive --format=zip --prefix=doab/ --output=$(ZIP) HEAD
	@size=$$(stat -c %s $(ZIP)); echo "$(ZIP): $$((size / 1000000)) MB, from commit $$(git rev-parse --short HEAD)."; \
	[ $$size -lt 25000000 ] || { echo "That is over the 25 MB that the QGIS plugin site takes."; exit 1; }
	@! grep -E '^(email|repository|tracker|homepage)=.*(example\.(org|com|net)|localhost)' metadata.txt || { \
	    echo "These addresses do not exist: leave them out of metadata.txt."; exit 1; }
	@missing=; for key in email repository tracker homepage; do \
	    grep -q "^$$key=." metadata.txt || missing="$$missing $$key"; done; \
	[ -z "$$missing" ] || { \
	    echo "The zip can be installed, but not published: metadata.txt lacks$$missing (Publishing in CONTRIBUTING.md)."; \
	    [ -z "$(PUBLISH)" ]; }

clean: ## remove the environments and everything that was made
	rm -rf .venv .venv-qgis .venv-qt6 .qgis-settings build demo tests/output doab.egg-info
