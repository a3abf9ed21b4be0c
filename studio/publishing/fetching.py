"""Ask a server: only http(s), never further into a private network than asked, never longer or more than allowed."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import BinaryIO
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from studio.publishing.rules.answers import Answer, Reply, Unreached
from studio.publishing.rules.values import shown

AGENT = "Studio feed check (polite: two at a time)"
CHUNK = 1 << 16
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
_SIX_TO_FOUR = ipaddress.ip_network("64:ff9b::/96")

Sink = Callable[[int, Mapping[str, str]], BinaryIO | None]
"""Called with status and headers of an answer that leads no further: where its body goes, besides what is kept."""

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one question may cost.

    seconds: from the first step to the last byte. most: bytes that are read. keep: bytes of them that are kept.
    hops: redirects that are followed. private: whether addresses of this machine and this network may be asked.
    digest: "sha256", "sha384" or "sha512" where one is wanted over all that is read.
    """

    seconds: float = 20.0
    most: int = 5_000_000
    keep: int = 5_000_000
    hops: int = 5
    private: bool = False
    digest: str = ""


class _Refused(Exception):
    """Why there is no answer."""

    def __init__(self, code: str, values: Mapping[str, str | int | float]) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def ask(
    address: str,
    bounds: Bounds,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    sink: Sink | None = None,
) -> Reply:
    """The answer of the server, with every redirect followed and looked at like the first address; never raises.

    What it cannot reach, may not ask or has no time for comes back as Unreached.
    """
    hops: list[tuple[int, str]] = []
    target, deadline = address, time.monotonic() + bounds.seconds
    try:
        while True:
            reply = _once(address, target, tuple(hops), bounds, method, dict(headers or {}), deadline, sink)
            where = reply.headers.get("location", "")
            if reply.status not in REDIRECTS or not where:
                return reply
            if len(hops) >= bounds.hops:
                return Unreached(address, "publishing.fetch-circle", {"hops": bounds.hops})
            target = urljoin(target, where)
            hops.append((reply.status, target))
    except _Refused as refused:
        return Unreached(address, refused.code, refused.values)
    except (OSError, HTTPException, ValueError) as error:
        late = time.monotonic() >= deadline or isinstance(error, TimeoutError)
        if late:
            return Unreached(address, "publishing.fetch-slow", {"seconds": round(bounds.seconds, 1)})
        return Unreached(address, "publishing.fetch-failed", {"reason": shown(f"{type(error).__name__}: {error}")})


def is_private(address: str) -> bool:
    """Whether the host of an address is this machine or lies in a private network; no for one that is not found."""
    try:
        parts = _parts(address)
        return any(not _is_public(each) and _is_near(each) for each in _resolved(parts))
    except (_Refused, OSError, ValueError):
        return False


def _once(
    asked: str,
    target: str,
    hops: tuple[tuple[int, str], ...],
    bounds: Bounds,
    method: str,
    headers: dict[str, str],
    deadline: float,
    sink: Sink | None = None,
) -> Answer:
    parts = _parts(target)
    at = _allowed(parts, bounds.private)
    connection = _Connection(parts, at, deadline)
    watch = threading.Timer(max(0.01, deadline - time.monotonic()), connection.cut)
    watch.daemon = True
    watch.start()
    try:
        sent = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close", **headers}
        connection.request(method, _path(parts), headers=sent)
        response = connection.getresponse()
        found = {name.lower(): shown(value, 1000) for name, value in response.getheaders()}
        leads = response.status in REDIRECTS and found.get("location")
        body, size, whole, digest = _read(
            response, bounds, deadline, sink(response.status, found) if sink and not leads else None
        )
        return Answer(asked, target, response.status, found, hops, body, size, whole, digest, not _is_public(at))
    finally:
        watch.cancel()
        connection.close()


def _read(
    response: HTTPResponse, bounds: Bounds, deadline: float, into: BinaryIO | None = None
) -> tuple[bytes, int, bool, str]:
    kept, size = bytearray(), 0
    digest = hashlib.new(bounds.digest) if bounds.digest else None
    while size < bounds.most:
        piece = response.read1(min(CHUNK, bounds.most - size))
        if time.monotonic() >= deadline:
            raise TimeoutError
        if not piece:
            break
        size += len(piece)
        if into is not None:
            into.write(piece)
        kept += piece[: max(0, bounds.keep - len(kept))]
        if digest is not None:
            digest.update(piece)
    said = response.headers.get("Content-Length", "")
    whole = size < bounds.most or said == str(size)
    return bytes(kept), size, whole, base64.b64encode(digest.digest()).decode("ascii") if digest else ""


class _Connection(HTTPConnection):
    """A connection to an address that was looked at before, so that no second look-up leads elsewhere."""

    def __init__(self, parts: SplitResult, at: IpAddress, deadline: float) -> None:
        port = parts.port or PORTS[parts.scheme]
        super().__init__(_host(parts), port, timeout=max(0.01, deadline - time.monotonic()))
        self._at, self._secure, self._cut = at, parts.scheme == "https", False
        if port == PORTS[parts.scheme]:
            self.default_port = port

    def connect(self) -> None:
        """Connect to that address; over https, in the name of the host."""
        self.sock = socket.create_connection((str(self._at), self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()
        if self._cut:
            raise TimeoutError

    def cut(self) -> None:
        """End it from outside, whatever it is doing."""
        self._cut = True
        sock = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                sock.close()


def _parts(address: str) -> SplitResult:
    parts = urlsplit(address.strip())
    if parts.scheme not in PORTS:
        raise _Refused("publishing.fetch-scheme", {"scheme": shown(parts.scheme or "–")})
    if not parts.hostname or len(address) > 4000:
        raise _Refused("publishing.fetch-failed", {"reason": "host"})
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit(("", "", path, quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"), ""))


def _resolved(parts: SplitResult) -> list[IpAddress]:
    try:
        return [ipaddress.ip_address(_host(parts).partition("%")[0])]
    except ValueError:
        pass
    found = socket.getaddrinfo(_host(parts), parts.port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]


def _allowed(parts: SplitResult, private: bool) -> IpAddress:
    """The first address of a host, where every one of them may be asked."""
    found = _resolved(parts)
    for each in found:
        if not (_is_public(each) or (private and _is_near(each))):
            raise _Refused("publishing.fetch-private", {"host": shown(parts.hostname or "")})
    return found[0]


def _real(address: IpAddress) -> IpAddress:
    """The IPv4 address inside an IPv6 one that only carries it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _SIX_TO_FOUR:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


def _is_public(address: IpAddress) -> bool:
    real = _real(address)
    return real.is_global and not real.is_multicast and not real.is_reserved


def _is_near(address: IpAddress) -> bool:
    """Whether it is this machine or a private network; never a link-local address, where clouds keep their keys."""
    real = _real(address)
    return (real.is_loopback or real.is_private) and not (real.is_link_local or real.is_unspecified)
