"""`python -m studio`: the same as `studio`."""

from __future__ import annotations

from studio.cli.main import main

if __name__ == "__main__":
    main()
