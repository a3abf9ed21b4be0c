"""What the tests of the store share."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest


def _met(writer: subprocess.Popen[str], root: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if any(root.rglob(".partial-*")):
            writer.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, writer.pid, os.WSTOPPED | os.WNOWAIT)
            if any(root.rglob(".partial-*")):
                return
            writer.send_signal(signal.SIGCONT)
    pytest.fail("the writer was not met in a write")


@pytest.fixture
def met_in_a_write() -> Callable[[subprocess.Popen[str], Path], None]:
    """Hold a writer still at a moment when a file of its own is not whole yet."""
    return _met
