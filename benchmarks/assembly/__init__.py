"""An hour of radio assembled, beside five other ways: python -m benchmarks.assembly [--json]."""
