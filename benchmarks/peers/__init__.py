"""The same episode assembled in other ways, each a whole program: python -m benchmarks.peers.NAME PLAN TARGET."""
