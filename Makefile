# make demo      install into .venv, refute four real solvers, say where the results are
# make test      install, then run every check (lint, types, architecture, tests, notebooks)
# make venv      install only
# make campaign  the checks that are too slow for every change
# make bench     the benchmarks
# make notebooks execute the notebooks again (they are committed executed)
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test venv lint campaign bench notebooks format clean

demo: venv
	$(BIN)/computable demo --out demo

venv: $(STAMP)

$(STAMP): setup.cfg pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--editable '.[solvers,inputs,onnx,testing,notebooks,dev]'
	touch $(STAMP)

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: lint
	$(BIN)/python -m pytest -n auto -m "not campaign"
	$(BIN)/python -m pytest notebooks --nbval --nbval-current-env --nbval-sanitize-with notebooks/sanitize.cfg -p no:cacheprovider

campaign: venv
	$(BIN)/python -m pytest -n auto -m campaign tests

bench: venv
	$(BIN)/python -m benchmarks

notebooks: venv
	$(BIN)/jupyter execute --inplace notebooks/*.ipynb
	$(BIN)/python -c 'import sys, nbformat as f; [(nb := f.read(p, 4), [c.metadata.pop("execution", 0) for c in nb.cells], f.write(nb, p)) for p in sys.argv[1:]]' notebooks/*.ipynb

format: venv
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv demo build *.egg-info
