"""`studio`, and `python -m studio`: the entry that Ctrl-C may reach while everything else is still being loaded."""

from __future__ import annotations

import sys

STOPPED = "បានបញ្ឈប់។ Stopped.\n"
"""In both languages: nothing is loaded yet that could tell which one is wanted."""

INTERRUPTED = 130
"""What a shell sees of a program that Ctrl-C ended: 128 and the number of the signal."""

try:
    from studio.cli.main import main
except KeyboardInterrupt:
    sys.stderr.write(STOPPED)
    sys.exit(INTERRUPTED)

if __name__ == "__main__":
    main()
