"""What the tests have done by workers of this machine or of a cluster; copied to where those can import it."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

from studio.errors import SoundRefused, fault


def note(folder, name):
    with Path(folder, name).open("a") as file:
        file.write(f"{os.getpid()}\n")


def die(folder, name):
    note(folder, name)
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(folder, name):
    first = not Path(folder, name).exists()
    note(folder, name)
    if first and name.startswith("lost"):
        os.kill(os.getpid(), signal.SIGKILL)


def refuse(folder, name):
    note(folder, name)
    if name != "2":
        raise SoundRefused(fault("audio.empty", name), fault("audio.too-short", name, ms=3))


def stay(folder, name):
    """Until somebody says go."""
    note(folder, name)
    while not Path(folder, "go").exists():
        threading.Event().wait(0.02)


def chatter(folder, name):
    print("said by a task")
    note(folder, name)


def fail(folder, name):
    raise OSError(5, "Input/output error", name)


def fail_first(folder, name):
    if name == "0":
        fail(folder, name)
    note(folder, name)
    threading.Event().wait(0.005)


class Sealed(Exception):
    """An error that cannot be sent as it is."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def fail_oddly(folder, name):
    raise Sealed(name, "more")


def threads(folder, name):
    Path(folder, name).write_text(os.environ["OPENBLAS_NUM_THREADS"])
