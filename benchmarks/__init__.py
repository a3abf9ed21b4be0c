"""Our figures beside those of a peer, measured in one run: python -m benchmarks.NAME [--json]."""
