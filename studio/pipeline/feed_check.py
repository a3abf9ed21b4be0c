"""Check anybody's feed: the document, how its server serves it, and, when asked, everything that it points at."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from studio.errors import Fault, NotFound
from studio.publishing.fetching import Bounds, ask, is_private
from studio.publishing.rules.answers import Answer, Reply, Seen, Unreached
from studio.publishing.rules.pointers import Kind, Pointer, pointers
from studio.publishing.rules.pointing import HOPS, host_of, pointer_faults
from studio.publishing.rules.reading import MOST_BYTES, read_feed
from studio.publishing.rules.ruling import severity, tree_faults
from studio.publishing.rules.serving import server_faults
from studio.publishing.rules.values import MUST, NICE, SHOULD, Feed, ruled, shown

Tell = Callable[[str, int, int], None]

AT_ONCE, AT_ONCE_A_HOST = 6, 2
"""Questions that are under way at the same time, altogether and to one host."""

HEAD_BYTES = 1024
SMALL = 5_000_000
"""Bytes of a picture, a transcript or chapters that are read at most."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a check with fetching may cost: seconds and bytes altogether, seconds of one question."""

    seconds: float = 120.0
    most: int = 200_000_000
    one: float = 20.0


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as it came: its name for people, its bytes, where it was fetched from, what its server did wrong.

    spent: seconds that it took to fetch.
    """

    where: str
    content: bytes
    address: str = ""
    private: bool = False
    faults: tuple[Fault, ...] = ()
    spent: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: the faults in the order of the lines, and how many addresses were looked at."""

    faults: tuple[Fault, ...]
    looked_at: int = 0

    def refuses(self, strict: bool = False) -> bool:
        """Whether a demand is broken; strict: or a recommendation."""
        wanted = (MUST, SHOULD) if strict else (MUST,)
        return any(severity(each) in wanted for each in self.faults)


def from_file(path: Path, *, private: bool = False) -> Document:
    """A feed in a file, read no further than any feed may go; private: it may point into this network."""
    if not path.is_file():
        raise NotFound.because("publishing.feed-missing", path.name)
    with path.open("rb") as source:
        return Document(path.name, source.read(MOST_BYTES + 1), private=private)


def from_bytes(source: BinaryIO) -> Document:
    """A feed from a stream that is open, read no further than any feed may go."""
    return Document("-", source.read(MOST_BYTES + 1))


def from_address(address: str, allowance: Allowance) -> Document:
    """A feed from its server, asked as a podcast app asks: packed, and then again for what is new."""
    begun = time.monotonic()
    private, packed = is_private(address), {"Accept-Encoding": "gzip"}
    looker = _Looker(allowance, private)
    got = looker.ask(address, headers=packed, most=MOST_BYTES + 1, keep=MOST_BYTES + 1)
    lost = _unusable(address, got)
    if lost is not None or isinstance(got, Unreached):
        return Document(address, b"", address, private, (lost,) if lost else ())
    again = looker.ask(address, headers={**packed, **_conditions(got)}, most=HEAD_BYTES)
    head = looker.ask(address, "HEAD", most=HEAD_BYTES)
    plain = looker.ask(f"http:{address.partition(':')[2]}", "HEAD", most=HEAD_BYTES) if _has_plain(address) else None
    found = server_faults(address, got, again, head, plain)
    return Document(address, got.body, got.address, got.near, found, time.monotonic() - begun)


def _unusable(address: str, got: Reply) -> Fault | None:
    """Why an answer holds no feed; None where it may."""
    if isinstance(got, Answer) and got.status == 200:
        return None
    told = {"status": got.status} if isinstance(got, Answer) else got.values
    code, rule, source = (
        ("publishing.fetch-status", "fetch.status", "RFC 9110, 15")
        if isinstance(got, Answer)
        else (got.code, "fetch.reached", "RFC 9110, 3.3")
    )
    values = {"url": shown(address, 200), **told}
    return ruled(code, address, 0, rule=rule, severity=MUST, source=source, tag="HTTP", values=values)


def _conditions(got: Answer) -> Mapping[str, str]:
    asked = {"If-None-Match": got.headers.get("etag", ""), "If-Modified-Since": got.headers.get("last-modified", "")}
    return {name: value for name, value in asked.items() if value}


def _has_plain(address: str) -> bool:
    host = address.partition("://")[2].partition("/")[0]
    return address.startswith("https:") and ":" not in host.rpartition("]")[2]


def check_feed(document: Document, tell: Tell, fetch: Allowance | None = None, now: datetime | None = None) -> Verdict:
    """Every broken rule of a feed; fetch: also of what it points at, as long as the allowance lasts.

    now: what its dates are held against.
    """
    if any(each.values.get("rule") in ("fetch.reached", "fetch.status") for each in document.faults):
        return Verdict(document.faults)
    feed, unreadable = read_feed(document.content, document.where, document.address)
    if feed is None:
        return Verdict((*document.faults, *unreadable))
    feed = replace(feed, read_at=now)
    found = (*document.faults, *unreadable, *tree_faults(feed, document.where))
    if fetch is None:
        return Verdict(found)
    looked, count = _look(feed, document, tell, fetch)
    return Verdict((*found, *looked), count)


def _look(feed: Feed, document: Document, tell: Tell, allowance: Allowance) -> tuple[tuple[Fault, ...], int]:
    by_address: defaultdict[str, list[Pointer]] = defaultdict(list)
    for pointer in pointers(feed):
        by_address[pointer.address].append(pointer)
    looker = _Looker(replace(allowance, seconds=max(0.1, allowance.seconds - document.spent)), document.private)
    seen: dict[str, Seen] = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="feed") as crew:
        jobs = {crew.submit(looker.look, address, each): address for address, each in by_address.items()}
        for done, job in enumerate(as_completed(jobs), start=1):
            tell("Fetching", done, len(jobs))
            result = job.result()
            if result is not None:
                seen[jobs[job]] = result
    found = [
        each
        for address, pointing in by_address.items()
        if address in seen
        for each in once([fault for one in pointing for fault in pointer_faults(one, seen[address], document.where)])
    ]
    left = len(by_address) - len(seen)
    if left:
        found.append(_left(document.where, left, allowance))
    return tuple(found), len(seen)


def once(found: Sequence[Fault]) -> Iterator[Fault]:
    """What is wrong with one address, however many places of the feed point at it: told at the first of them."""
    told = set()
    for each in found:
        about = tuple(pair for pair in each.values.items() if pair[0] not in ("line", "tag"))
        if (each.code, about) not in told:
            told.add((each.code, about))
            yield each


def _left(where: str, count: int, allowance: Allowance) -> Fault:
    values = {"count": count, "seconds": allowance.seconds, "megabytes": allowance.most // 1_000_000}
    return ruled(
        "publishing.fetch-left", where, 0, rule="fetch.limit", severity=NICE, source="Studio", tag="HTTP", values=values
    )


class _Looker:
    """Looks at addresses one after the other until the allowance is used up; several threads may ask it."""

    def __init__(self, allowance: Allowance, private: bool) -> None:
        self._allowance, self._private = allowance, private
        self._until = time.monotonic() + allowance.seconds
        self._left = allowance.most
        self._lock = threading.Lock()
        self._hosts: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(AT_ONCE_A_HOST))

    def look(self, address: str, pointing: list[Pointer]) -> Seen | None:
        """What is at an address; None where there was no time left to look."""
        with self._lock:
            host = self._hosts[host_of(address)]
        with host:
            if time.monotonic() >= self._until or self._left <= 0:
                return None
            kinds = {each.kind for each in pointing}
            head = self.ask(address, "HEAD")
            if isinstance(head, Unreached) and head.code in ("publishing.fetch-scheme", "publishing.fetch-private"):
                return Seen(head)
            if Kind.SOUND in kinds:
                part = self.ask(address, headers={"Range": f"bytes=0-{HEAD_BYTES - 1}"}, most=HEAD_BYTES)
                return Seen(head, part, self._all(address, pointing))
            if kinds == {Kind.PAGE}:
                fine = isinstance(head, Answer) and head.status == 200
                return Seen(head) if fine else Seen(head, self.ask(address, most=HEAD_BYTES))
            return Seen(head, whole=self.ask(address, most=SMALL, keep=SMALL))

    def _all(self, address: str, pointing: list[Pointer]) -> Reply | None:
        """All of a sound, where the feed says what its digest is."""
        integrity = next((each.integrity for each in pointing if each.integrity), "")
        kind = integrity.partition("-")[0]
        if kind not in ("sha256", "sha384", "sha512"):
            return None
        return self.ask(address, most=max(1, self._left), keep=0, digest=kind)

    def ask(
        self,
        address: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        *,
        most: int = SMALL,
        keep: int = HEAD_BYTES,
        digest: str = "",
    ) -> Reply:
        """One question, in what is left of the time."""
        seconds = max(0.1, min(self._allowance.one, self._until - time.monotonic()))
        if digest:
            seconds = max(0.1, self._until - time.monotonic())
        bounds = Bounds(seconds, most, keep, HOPS, self._private, digest)
        reply = ask(address, bounds, method, headers)
        if isinstance(reply, Answer):
            with self._lock:
                self._left -= reply.size
        return reply
