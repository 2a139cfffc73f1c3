# Every verb does its own set-up; see .ci/deps for where HiGHS comes from.

export PKG_CONFIG_PATH := $(CURDIR)/.deps/highs/lib/pkgconfig$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: build ## plan the Russian scenario into out/russia
	bin/gridalloc solve russia --out out/russia || [ $$? -eq 6 ] # 6: a verified plan, but the time limit came before the gap

build: deps ## build bin/gridalloc
	go build -o bin/ ./cmd/gridalloc

test: deps ## vet and test everything (minutes)
	go vet ./...
	go test -timeout 10m ./...

test-long: deps second-solvers office deploy-check ## the long tests too, with CBC and GLPK as second solvers and LibreOffice
	go vet -tags long ./...
	go test -tags long -timeout 120m ./...

bench: deps ## run the benchmarks
	go test -run '^$$' -bench . -benchmem ./...

bench-peers: build second-solvers ## compare with other solvers into docs/bench (hours; INSTANCES="russia centre" SOLVERS="gridalloc highs" LIMIT=60)
	.ci/bench-peers $(if $(INSTANCES),--instances "$(INSTANCES)") $(if $(SOLVERS),--solvers "$(SOLVERS)") $(if $(LIMIT),--limit $(LIMIT)) $(if $(DOCS),--docs "$(DOCS)")

bench-ablation: build ## solve SCENARIO (russia, synthetic-1, ...) with each step of the method left out, or with STEPS (minutes)
	.ci/bench-ablation $(or $(SCENARIO),russia) $(or $(LIMIT),120) $(or $(GAP),0.5%) "$(STEPS)"

deploy-check: build ## check the units and manifests in deploy/ without a cluster
	.ci/deploy-check

batches: build ## solve the ready studies of Russia and write their tables into docs/batches (half an hour)
	.ci/batches

lint: deps ## golangci-lint with .golangci.yml (the first run builds it: minutes)
	.ci/lint

fmt: ## format the Go files
	.ci/lint --fix

deps: ## bring HiGHS to .deps
	@.ci/deps

clean: ## remove everything built or fetched
	rm -rf bin out .deps

second-solvers:
	@.ci/second-solvers

office:
	@.ci/office

.PHONY: help run build test test-long bench bench-ablation bench-peers batches deploy-check lint fmt deps clean second-solvers office
