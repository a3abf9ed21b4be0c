"""A child program that solves what it is sent, and is gone as soon as nobody is there to send it more.

    python child.py  < the search path; then a matrix and its limits, again and again  > what was found each time

All are pickles with their length in front, between a search and its own child.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from queue import SimpleQueue
from typing import IO, Any

LENGTH = 8


def send(target: IO[bytes], content: object) -> None:
    """Write a message."""
    told = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    target.write(len(told).to_bytes(LENGTH, "big"))
    target.write(told)
    target.flush()


def received(source: IO[bytes]) -> Any:
    """Read a message. Raises EOFError where the other end is gone."""
    size = source.read(LENGTH)
    content = source.read(int.from_bytes(size, "big"))
    if len(size) < LENGTH or len(content) < int.from_bytes(size, "big"):
        raise EOFError
    return pickle.loads(content)  # nosec B301  # noqa: S301  (between a search and its own child)


def listen(source: IO[bytes], asked: SimpleQueue[Any], path: threading.Event) -> None:
    """Take what is sent, also while something is solved; end this program when nobody is there any more."""
    try:
        sys.path[:] = received(source)
        path.set()
        while True:
            asked.put(received(source))
    except EOFError:
        os._exit(0)


def main() -> None:
    """Solve until nobody asks; what is printed meanwhile goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked: SimpleQueue[Any] = SimpleQueue()
    path = threading.Event()
    threading.Thread(target=listen, args=(sys.stdin.buffer, asked, path), daemon=True).start()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        path.wait()
        while True:
            function, arguments = asked.get()
            send(answers, function(*arguments))


if __name__ == "__main__":
    main()
