"""A feed that is replaced while it is read is always one feed, whole."""

from __future__ import annotations

import hashlib
import threading
from typing import Any

from studio.store.files import write_bytes

PUBLICATIONS = 200
READERS = 4


def feed(number: int) -> bytes:
    """A feed of a size of its own, above and below what is sent at once, that says its number on every line."""
    return f"<rss>{number:06}</rss>\n".encode() * (1_000 + (number * 997) % 9_000)


def test_no_read_is_torn_over_200_publications(served: Any) -> None:
    write_bytes(served.feeds / "feed.xml", feed(0))
    done = threading.Event()
    faults: list[str] = []
    seen: set[bytes] = set()

    def read() -> None:
        connection = served.connect()
        try:
            while not done.is_set():
                connection.request("GET", "/feed.xml")
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200 or answer.getheader("content-length") != str(len(body)):
                    faults.append(f"{answer.status}, {len(body)} bytes")
                if answer.getheader("etag") != f'"{hashlib.sha256(body).hexdigest()}"':
                    faults.append("tag of another feed")
                if len(set(body.splitlines())) != 1:
                    faults.append("torn")
                seen.add(body[:20])
        except Exception as error:
            faults.append(repr(error))
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(1, PUBLICATIONS + 1):
        write_bytes(served.feeds / "feed.xml", feed(number))
    done.set()
    for reader in readers:
        reader.join(30)
    assert faults == []
    assert len(seen) > 20, "the readers did not read while the writer wrote"
