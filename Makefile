# 明镜 Mingjing. Needs: Python 3.11 or newer, make, and the package registries.
# PORT=8000 (port), PYTHON=… (which Python makes .venv), MINGJING_DATA=… (data folder)

SHELL := /bin/sh
PORT ?= 8000
export PORT

VENV := .venv
PY := $(VENV)/bin/python
MJ := $(VENV)/bin/mingjing
BUILT := src/mingjing/platform/static/built/manifest.json
FRONTEND := frontend/package-lock.json frontend/build.mjs frontend/build.sh $(wildcard frontend/src/*)
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(if $(shell command -v $(name)),$(name))))

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-sqlite test-postgresql e2e-all lint bench assets lock clean

help: ## 列出可以做的事
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

setup: $(VENV)/.run $(BUILT) ## 建 .venv，装锁定的依赖，生成界面资源

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "没有找到 Python 3.11 以上版本"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) 太旧，要 3.11 以上：make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "没有建成 .venv，看上面的原因。Debian、Ubuntu 上先装 python3-venv"; exit 1; }

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(BUILT): $(FRONTEND) | $(VENV)/.run
	frontend/build.sh $(abspath $(PY))
	@touch $@

assets: $(BUILT) ## 生成界面资源（样式和脚本）

demo: export MINGJING_DEMO = 1
demo: export MINGJING_DATA ?= $(CURDIR)/var/demo
demo: setup ## 演示：建好数据并启动（http://127.0.0.1:8000，PORT 可改）
	$(MJ) demo
	$(MJ) serve

serve: setup ## 启动正式服务
	$(MJ) serve

lint: $(VENV)/.dev ## 查代码风格、类型和房间之间的依赖
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	MINGJING_DATA=$(CURDIR)/var/lint $(VENV)/bin/mypy

test: lint $(BUILT) ## 全部检查：风格、类型、依赖方向，SQLite 和 PostgreSQL 上的测试
	@mkdir -p var; $(MAKE) --no-print-directory test-postgresql > var/test-postgresql.log 2>&1 & other=$$!; \
		$(MAKE) --no-print-directory test-sqlite; own=$$?; \
		wait $$other; theirs=$$?; cat var/test-postgresql.log; exit $$((own + theirs))

test-sqlite: $(VENV)/.dev $(BUILT) ## 在 SQLite 上测试
	MINGJING_DATABASE_URL= $(PY) -m pytest

# What asks no database, and the walks in the browser that are about pages, are tested once, on SQLite.
NO_DATABASE := --ignore=tests/law --ignore=tests/e2e/test_every_procedure_browser.py

test-postgresql: $(VENV)/.dev $(BUILT) ## 在 PostgreSQL 上测试（连不上时说明并略过；CI 里算失败）
	@url=$$($(PY) tests/postgresql.py) && { \
		echo "在 PostgreSQL 上测试"; MINGJING_DATABASE_URL="$$url" $(PY) -m pytest tests $(NO_DATABASE); } || { \
		code=$$?; if [ $$code -ne 3 ]; then exit $$code; fi; \
		echo "没有连上 PostgreSQL，这一遍没有测（设 MINGJING_TEST_DATABASE_URL 可指定）"; \
		test "$$CI" != true; }

e2e-all: $(VENV)/.dev $(BUILT) ## 在浏览器里把每个程序在每个方案下各办一件（七十件，时间长）
	E2E=all MINGJING_DATABASE_URL= $(PY) -m pytest tests/e2e/test_every_procedure_browser.py

$(VENV)/.bench: requirements-bench.lock $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

bench: $(VENV)/.bench $(BUILT) ## 性能比较：与同类软件在同一台机器上一次比完
	$(PY) bench/run.py

lock: $(VENV)/.dev ## 重新锁定依赖的版本和校验值
	$(PY) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet pip-tools
	$(VENV)/lock/bin/pip-compile $(LOCK) -o requirements.lock pyproject.toml
	$(VENV)/lock/bin/pip-compile $(LOCK) --extra dev -o requirements-dev.lock pyproject.toml
	$(VENV)/lock/bin/pip-compile $(LOCK) --extra bench -o requirements-bench.lock pyproject.toml

# No addresses in the files: a registry is the machine's setting, not ours.
LOCK := --quiet --generate-hashes --allow-unsafe --all-build-deps --strip-extras --no-annotate --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

clean: ## 删掉生成的文件（不删数据）
	rm -rf build src/mingjing/platform/static/built frontend/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
