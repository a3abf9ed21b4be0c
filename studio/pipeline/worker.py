"""A worker: a child program that does the tasks it is sent, and is gone as soon as nobody is there to send it more.

    python worker.py  < the search path; then tasks: a function and its arguments  > what came of each

All are pickles with their length in front, between the builder and its own child. Nothing of Studio is imported
before the search path is there.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from queue import SimpleQueue
from typing import IO

LENGTH = 4
NICENESS = 15
"""How much less of a busy processor a worker asks for, 0 to 19."""


def send(target: IO[bytes], content: bytes) -> None:
    """Write a message."""
    target.write(len(content).to_bytes(LENGTH, "big") + content)
    target.flush()


def received(source: IO[bytes]) -> bytes:
    """Read a message. Raises EOFError where the other end is gone."""
    size = source.read(LENGTH)
    content = source.read(int.from_bytes(size, "big"))
    if not size or len(content) < int.from_bytes(size, "big"):
        raise EOFError
    return content


def listen(source: IO[bytes], tasks: SimpleQueue[bytes]) -> None:
    """Take what is sent, also while a task is done; end this program when the builder is gone."""
    while True:
        try:
            tasks.put(received(source))
        except EOFError:
            os._exit(0)


def answer(task: bytes) -> bytes:
    """Do a task; what it gave and None, or None and what it raised."""
    try:
        function, arguments, named = pickle.loads(task)  # nosec B301  # noqa: S301  (the builder's own)
        return pickle.dumps((function(*arguments, **named), None))
    except BaseException as error:
        return told(error)


def told(error: BaseException) -> bytes:
    """What a task raised, as it is sent; what cannot be sent, by its name and text."""
    try:
        content = pickle.dumps((None, error))
        pickle.loads(content)  # nosec B301  # noqa: S301  (this very error)
    except Exception:
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
    return content


def give_way() -> None:
    """Let everything else on the machine go first, above all the desk and whoever sends a report."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, max(os.getpriority(os.PRIO_PROCESS, 0), NICENESS))


def main() -> None:
    """Do tasks until the builder is gone; what they print goes to standard error."""
    give_way()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        sys.path[:] = pickle.loads(tasks.get())  # nosec B301  # noqa: S301  (the builder's own)
        while True:
            send(answers, answer(tasks.get()))


if __name__ == "__main__":
    main()
