# The two commands of the README: `make` sets everything up and maps the documents in seeds/, `make test` tests.

.PHONY: map test setup bench

# What PROJ is built with. SQLite's library comes bundled with the crates; its command makes PROJ's database.
TOOLS := cmake sqlite3
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

map: setup
	cargo build --release --locked
	./target/release/araxes map seeds --out output

test: setup
	cargo test --locked

bench: setup
	cargo bench --locked

# Debian and its kin; elsewhere the missing tools are named.
setup:
	@missing=""; for tool in $(TOOLS); do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ]; then \
		if command -v apt-get >/dev/null; then \
			$(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; \
		else \
			echo "error: please install$$missing (needed to build PROJ), then run make again" >&2; exit 1; \
		fi; \
	fi
